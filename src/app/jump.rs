//! The jump list: locations before each jump, for going back and forward.

use crate::library::Location;

/// Upper bound on remembered jumps; the oldest are dropped first.
const MOST_JUMPS: usize = 200;

/// Locations for going back, and for going forward again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JumpList {
    back: Vec<Location>,
    forward: Vec<Location>,
}

impl JumpList {
    /// Adds the location that a jump leaves, and clears the forward list.
    pub fn leave(&mut self, from: Location) {
        self.forward.clear();
        if self.back.last() == Some(&from) {
            return;
        }
        if self.back.len() == MOST_JUMPS {
            self.back.remove(0);
        }
        self.back.push(from);
    }

    /// Moves back: returns the last location and adds `here` to the forward list. `None` at the beginning.
    pub fn go_back(&mut self, here: Location) -> Option<Location> {
        step(&mut self.back, &mut self.forward, here)
    }

    /// Moves forward: returns the next location and adds `here` to the back list. `None` at the end.
    pub fn go_forward(&mut self, here: Location) -> Option<Location> {
        step(&mut self.forward, &mut self.back, here)
    }

    /// Number of locations behind and ahead.
    pub const fn depth(&self) -> (usize, usize) {
        (self.back.len(), self.forward.len())
    }
}

/// Locations equal to `here` are skipped, because going there would show no change.
fn step(from: &mut Vec<Location>, to: &mut Vec<Location>, here: Location) -> Option<Location> {
    while from.last() == Some(&here) {
        from.pop();
    }
    let place = from.pop()?;
    to.push(here);
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::NoticeId;

    fn place(byte: u32) -> Location {
        Location { notice: NoticeId(0), byte }
    }

    /// Runs `>N` (jump to byte N), `<` (back) and `)` (forward) from byte 0; checks where each leads.
    #[track_caller]
    fn check(commands: &str, expected: &[u32]) {
        let mut jumps = JumpList::default();
        let mut here = place(0);
        let mut seen = Vec::new();
        for command in commands.split(' ') {
            here = match command.strip_prefix('>') {
                Some(byte) => {
                    jumps.leave(here);
                    place(byte.parse().expect("a number"))
                }
                None if command == "<" => jumps.go_back(here).unwrap_or(here),
                None => jumps.go_forward(here).unwrap_or(here),
            };
            seen.push(here.byte);
        }
        assert_eq!(seen, expected, "{commands}");
    }

    #[test]
    fn there_is_a_way_back_and_forward() {
        check("< )", &[0, 0]);
        check(">5 >9 < < < ) ) )", &[5, 9, 5, 0, 0, 5, 9, 9]);
        check(">5 >9 < >7 ) < <", &[5, 9, 5, 7, 7, 5, 0]);
        check(">0 >0 >5 <", &[0, 0, 5, 0]);
    }

    #[test]
    fn the_oldest_jumps_are_forgotten() {
        let mut jumps = JumpList::default();
        (0..2 * MOST_JUMPS as u32).for_each(|byte| jumps.leave(place(byte)));
        assert_eq!(jumps.depth(), (MOST_JUMPS, 0));
    }
}
