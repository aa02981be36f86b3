#!/usr/bin/env bash
# Whole processes, from start to end: gangmu beside fzf, skim and ripgrep, on a file of a million lines and on a tree of
# a hundred thousand small files.
#
#   benches/oneshot.sh [--quick] [ROUNDS]
#
# The files are written from a seed (benches/oneshot.rs), and each is read once before anything is measured. For every
# query the contenders take turns, and the median over the rounds counts. Each contender writes all lines that it finds
# to a file, best first if it ranks; for grep queries it counts. A contender that is not installed is left out with a
# message. A ratio is the time of the other program divided by ours; the last line has the worst of each.
set -euo pipefail
cd "$(dirname "$0")/.."
# Characters, not bytes.
export LC_ALL=C.UTF-8

size=()
rounds=5
for argument in "$@"; do
    case $argument in
        --quick) size=(--quick) rounds=3 ;;
        *) rounds=$argument ;;
    esac
done

# fzf and skim read options and commands from the environment.
unset FZF_DEFAULT_OPTS FZF_DEFAULT_COMMAND SKIM_DEFAULT_OPTIONS SKIM_DEFAULT_COMMAND RIPGREP_CONFIG_PATH

# The program is built along with a bench.
cargo bench --quiet --no-run --bench oneshot
target=${CARGO_TARGET_DIR:-target}
gangmu=$target/release/gangmu
folder=$(mktemp -d "${TMPDIR:-/tmp}/gangmu-oneshot.XXXXXX")
trap 'rm -rf "$folder"' EXIT
# Without the user's configuration.
export XDG_CONFIG_HOME=$folder/config
cargo bench --quiet --bench oneshot -- "$folder" "${size[@]}"
lines=$folder/lines.txt all=$folder/all.txt tree=$folder/tree
cat "$lines" "$all" > "$folder/read"
find "$tree" -type f -exec cat {} + > "$folder/read"
rm "$folder/read"
# Flush the files to disk, so that no write-back runs while contenders are measured.
sync

has() {
    command -v "$1" > /dev/null && return
    echo "$1 is not installed: left out"
    return 1
}
finders=(find)
greppers=(grep)
if has fzf; then finders+=(fzf); fi
if has sk && sk --help | grep -q frizbee; then finders+=(skim); fi
if has rg; then finders+=(rg) greppers+=(rg); fi

# Runs a contender once: kind, query, file or folder to search.
run() {
    case $1 in
        find) "$gangmu" find --scope line "$2" "$3" ;;
        fzf) fzf --filter "$2" < "$3" ;;
        skim) sk --algo frizbee --filter "$2" < "$3" ;;
        rg) rg --no-config "${counted[@]}" -e "$2" "$3" ;;
        grep) "$gangmu" grep -c "$2" "$3" ;;
    esac
}

# Writes the query for a contender: ripgrep matches characters with gaps by a regular expression.
spelled() {
    if [[ $1 == rg && $3 == fuzzy ]]; then
        sed 's/\(.\)/\1.*/g; s/\.\*$//' <<< "$2"
    else
        echo "$2"
    fi
}

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

declare -A worst
# Measures a query: kind, query, file or folder to search, name of the table, contenders.
measure() {
    local kind=$1 query=$2 where=$3 name=$4
    shift 4
    local counted=()
    if [[ $kind == plain ]]; then counted=(-c); fi
    local -A times=()
    local contender round begin
    for ((round = 0; round < rounds; round++)); do
        for contender in "$@"; do
            local pattern
            pattern=$(spelled "$contender" "$query" "$kind")
            begin=${EPOCHREALTIME/./}
            run "$contender" "$pattern" "$where" > "$folder/found" 2> /dev/null || true
            times[$contender]+="$((${EPOCHREALTIME/./} - begin)) "
        done
    done
    local own=$1 hits
    # Status 1 means that nothing was found.
    hits=$({ run "$own" "$query" "$where" || true; } | wc -l)
    local own_time
    own_time=$(tr ' ' '\n' <<< "${times[$own]% }" | median)
    printf '%-22s%9s%9.1f ms' "$query" "$hits" "$(bc -l <<< "$own_time / 1000")"
    shift
    for contender in "$@"; do
        local time ratio key=${own}_vs_$contender
        if [[ $kind == plain ]]; then key=${key}_$name; fi
        time=$(tr ' ' '\n' <<< "${times[$contender]% }" | median)
        ratio=$(bc -l <<< "scale=3; $time / $own_time")
        printf '   %s %.1f ms ×%.2f' "$contender" "$(bc -l <<< "$time / 1000")" "$ratio"
        # Where every twentieth line matches, we have to sort all hits, which ripgrep does not: the work differs.
        if [[ $contender == rg && $kind == fuzzy && $((hits * 20)) -ge $count ]]; then continue; fi
        if [[ -z ${worst[$key]:-} ]] || (($(bc -l <<< "$ratio < ${worst[$key]}"))); then worst[$key]=$ratio; fi
    done
    echo
}

echo "median of $rounds rounds; query, lines printed, gangmu, the others and how many times longer they take"
count=$(wc -l < "$lines")
echo "gangmu find --scope line, $count lines"
for query in 双减 溺水 安全 校安 教学质量 加强学校安全管理 设建织组党 囍 教; do
    measure fuzzy "$query" "$lines" lines "${finders[@]}"
done
echo "gangmu grep -c, one file of $(wc -c < "$all") bytes"
for query in 学校 溺水 囍; do
    measure plain "$query" "$all" file "${greppers[@]}"
done
echo "gangmu grep -c, $(find "$tree" -type f | wc -l) files"
for query in 学校 溺水 囍; do
    measure plain "$query" "$tree" tree "${greppers[@]}"
done

summary=
for key in find_vs_fzf find_vs_skim find_vs_rg grep_vs_rg_file grep_vs_rg_tree; do
    if [[ -n ${worst[$key]:-} ]]; then summary+="$key=$(printf %.2f "${worst[$key]}") "; fi
done
echo "${summary% }"
