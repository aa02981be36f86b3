//! The notices on the test screens. The places are invented.

use std::sync::LazyLock;

use gangmu::extract::ExtractError;
use gangmu::library::{Failure, Slot};

use crate::harness::{notice, source};

/// A work plan of three levels.
pub const PLAN: &str = "\
清河县教育局2024年工作要点

2024年全县教育工作的总体安排如下。

一、总体要求
坚持以学生为中心，稳步推进教育高质量发展。
二、重点任务
（一）加强党的建设
1.加强理论武装。全面学习领会会议精神，每季度集中学习不少于一次。
2.建强基层组织。中小学党组织覆盖率达到100%。
（二）推进双减工作
1.规范课后服务。参与率达到95%以上，收费向社会公示。
2.治理校外培训。每月巡查一次，对隐形变异培训发现一起、查处一起。
三、保障措施
（一）加强组织领导
县教育局成立工作专班，局长任组长。
（二）严格督导检查
每半年通报一次进展情况。

清河县教育局
2024年3月1日
";

/// A letter of another place, of two levels.
pub const LETTER: &str = "\
白塔市教育局关于做好2023年暑期学生安全工作的通知

各县区教育局：

为做好暑期学生安全工作，现通知如下。

一、加强安全教育
放假前上好安全教育课。
二、落实防溺水措施
（一）排查危险水域
（二）组织义务巡查

白塔市教育局
2023年6月20日
";

/// A regulation in chapters and articles.
pub const RULES: &str = "\
云岭区中小学课后服务管理办法

第一章 总则
第一条 为规范课后服务，制定本办法。
第二条 本办法适用于全区中小学。
第二章 服务内容
第三条 学校应当提供作业辅导。
第三章 附则
第四条 本办法自2025年1月1日起施行。
";

/// Only text.
pub const SPEECH: &str = "\
在开学典礼上的讲话

老师们、同学们，新学期好。
";

/// A numbering that skips 二.
pub const FAULTY: &str = "\
槐荫区教育局2025年工作要点

一、总体要求
稳步推进。
三、保障措施
（一）加强领导
（一）加强督查
";

/// A file that could not be read.
pub fn failed(path: &str, error: ExtractError) -> Slot {
    Slot::Failed(Failure { source: source(path), error })
}

/// The plan alone.
pub fn plan() -> Vec<Slot> {
    several()[..1].to_vec()
}

/// Every notice of this module, and a file that could not be read.
pub fn several() -> Vec<Slot> {
    static PARSED: LazyLock<Vec<Slot>> = LazyLock::new(|| {
        vec![
            notice("公文/清河县.txt", PLAN),
            notice("公文/白塔市.txt", LETTER),
            failed("公文/扫描件.pdf", ExtractError::Binary(Some("PDF document"))),
            notice("公文/云岭区.txt", RULES),
            notice("公文/讲话.txt", SPEECH),
            notice("公文/槐荫区.txt", FAULTY),
        ]
    });
    PARSED.clone()
}
