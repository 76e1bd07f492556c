//! What themes are called in tables.

use crate::model::Lang;

/// The name of a theme; a theme of a user's own list is called by its id.
pub fn name(id: &str, lang: Lang) -> String {
    match (lang, NAMES.iter().find(|(known, _)| *known == id)) {
        (Lang::Zh, Some((_, name))) => (*name).to_owned(),
        _ => id.replace('_', " "),
    }
}

/// The id of a theme's name; an id is its own.
pub fn id(name: &str) -> &str {
    NAMES.iter().find(|(_, known)| *known == name).map_or(name, |(id, _)| id)
}

const NAMES: &[(&str, &str)] = &[
    ("business", "营商环境"),
    ("civil_affairs", "民政养老"),
    ("civilized_campus", "文明校园"),
    ("civilized_city", "文明城市"),
    ("civilized_community", "文明社区"),
    ("civilized_family", "文明家庭"),
    ("civilized_industry", "文明行业"),
    ("civilized_unit", "文明单位"),
    ("civilized_village", "文明村镇"),
    ("core_values", "核心价值观"),
    ("culture_sports", "文体与阅读"),
    ("culture_tourism", "文化旅游"),
    ("customs", "文明风尚"),
    ("digital", "数字政务"),
    ("disability", "助残"),
    ("economy", "经济投资"),
    ("education", "教育"),
    ("employment", "就业社保"),
    ("energy", "能源"),
    ("environment", "生态环境"),
    ("ethnic_religion", "民族宗教"),
    ("finance", "财政金融"),
    ("foreign", "对外及港澳台"),
    ("health", "卫生健康"),
    ("housing", "城建住房"),
    ("ideals", "理想信念"),
    ("industry", "工业制造"),
    ("integrity", "诚信建设"),
    ("leadership", "组织领导"),
    ("market", "市场监管"),
    ("mechanism", "制度机制"),
    ("minors", "未成年人"),
    ("morality", "公民道德"),
    ("online_civility", "网络文明"),
    ("party_building", "党的建设"),
    ("practice_center", "文明实践"),
    ("publicity", "宣传舆论"),
    ("rule_of_law", "法治普法"),
    ("rural", "乡村振兴"),
    ("safety", "安全应急"),
    ("science", "科技创新"),
    ("security", "平安建设"),
    ("team_building", "队伍建设"),
    ("theory", "理论武装"),
    ("trade", "商贸开放"),
    ("traditional_culture", "传统文化"),
    ("transport", "交通运输"),
    ("veterans", "双拥与退役军人"),
    ("volunteering", "志愿服务"),
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_built_in_theme_has_a_name() {
        for id in crate::extract::theme::THEMES {
            assert!(super::NAMES.iter().any(|(known, _)| known == id), "{id}");
        }
        assert_eq!(super::NAMES.len(), crate::extract::theme::THEMES.len());
    }
}
