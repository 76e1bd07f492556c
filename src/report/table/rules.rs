//! What people set up on a sheet beside its cells, written to a workbook.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatUnderline, Formula,
    Workbook, Worksheet,
};
use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormat3ColorScale, ConditionalFormatAverage,
    ConditionalFormatAverageRule, ConditionalFormatCell, ConditionalFormatCellRule,
    ConditionalFormatCustomIcon, ConditionalFormatDataBar, ConditionalFormatDuplicate,
    ConditionalFormatFormula, ConditionalFormatIconSet, ConditionalFormatIconType, ConditionalFormatTop,
    ConditionalFormatTopRule, ConditionalFormatType,
};

use crate::ledger::rules::{Area, Ask, Look, Name, Point, Rules, Seen, Shade, When, cell};

/// Sets up a sheet. Gives how many rules the writer refuses.
pub(super) fn set_up(sheet: &mut Worksheet, rules: &Rules) -> usize {
    match rules.seen {
        Seen::Shown => {}
        Seen::Hidden => {
            sheet.set_hidden(true);
        }
        Seen::VeryHidden => {
            sheet.set_very_hidden(true);
        }
    }
    let mut refused = 0;
    for column in &rules.hidden {
        refused +=
            usize::from(u16::try_from(*column).map_or(true, |at| sheet.set_column_hidden(at).is_err()));
    }
    for rule in &rules.asks {
        refused += usize::from(ask(sheet, rule).is_none());
    }
    for rule in &rules.shades {
        refused += usize::from(shade(sheet, rule).is_none());
    }
    refused
}

/// Gives a workbook its names. Gives how many the writer refuses.
pub(super) fn name(workbook: &mut Workbook, names: &[Name]) -> usize {
    let define = |name: &&Name| {
        let sheet = name.sheet.as_ref().map(|sheet| format!("'{}'!", sheet.replace('\'', "''")));
        let full = format!("{}{}", sheet.unwrap_or_default(), name.name);
        workbook.define_name(full, &format!("={}", name.formula)).is_err()
    };
    names.iter().filter(define).count()
}

/// The ends of the first of some areas, and all of them as text.
fn place(areas: &[Area]) -> Option<([u32; 2], [u16; 2], String)> {
    let first = areas.first()?;
    let rows = [first.top, first.bottom].map(u32::try_from);
    let columns = [first.left, first.right].map(u16::try_from);
    let ([Ok(top), Ok(bottom)], [Ok(left), Ok(right)]) = (rows, columns) else { return None };
    let text = |area: &Area| match (area.top, area.left) == (area.bottom, area.right) {
        true => cell(area.top, area.left),
        false => format!("{}:{}", cell(area.top, area.left), cell(area.bottom, area.right)),
    };
    let all: Vec<String> = areas.iter().map(text).collect();
    Some(([top, bottom], [left, right], all.join(" ")))
}

fn ask(sheet: &mut Worksheet, ask: &Ask) -> Option<()> {
    let mut formulas = ask.formulas.iter().map(Formula::new);
    let mut next = || formulas.next();
    let made = DataValidation::new().ignore_blank(ask.blank).show_dropdown(ask.dropdown);
    let mut made = match ask.kind.as_str() {
        "list" => made.allow_list_formula(next()?),
        "custom" => made.allow_custom(next()?),
        "none" => made.allow_any_value(),
        kind => {
            let first = next()?;
            let rule = match ask.operator.as_str() {
                "between" => DataValidationRule::Between(first, next()?),
                "notBetween" => DataValidationRule::NotBetween(first, next()?),
                "equal" => DataValidationRule::EqualTo(first),
                "notEqual" => DataValidationRule::NotEqualTo(first),
                "greaterThan" => DataValidationRule::GreaterThan(first),
                "greaterThanOrEqual" => DataValidationRule::GreaterThanOrEqualTo(first),
                "lessThan" => DataValidationRule::LessThan(first),
                "lessThanOrEqual" => DataValidationRule::LessThanOrEqualTo(first),
                _ => return None,
            };
            match kind {
                "whole" => made.allow_whole_number_formula(rule),
                "decimal" => made.allow_decimal_number_formula(rule),
                "date" => made.allow_date_formula(rule),
                "time" => made.allow_time_formula(rule),
                "textLength" => made.allow_text_length_formula(rule),
                _ => return None,
            }
        }
    };
    made = made.show_input_message(ask.prompt.is_some()).show_error_message(ask.style.is_some());
    if let Some([title, text]) = &ask.prompt {
        made = made.set_input_title(title).ok()?.set_input_message(text).ok()?;
    }
    if let Some([title, text]) = &ask.refusal {
        made = made.set_error_title(title).ok()?.set_error_message(text).ok()?;
    }
    made = match ask.style.as_deref() {
        Some("warning") => made.set_error_style(DataValidationErrorStyle::Warning),
        Some("information") => made.set_error_style(DataValidationErrorStyle::Information),
        _ => made,
    };
    let (rows, columns, all) = place(&ask.areas)?;
    let made = made.set_multi_range(all);
    sheet.add_data_validation(rows[0], columns[0], rows[1], columns[1], &made).ok().map(drop)
}

fn format(look: &Look) -> Format {
    let mut format = Format::new();
    if let Some(fill) = look.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    if let Some(ink) = look.ink {
        format = format.set_font_color(Color::RGB(ink));
    }
    if look.bold {
        format = format.set_bold();
    }
    if look.italic {
        format = format.set_italic();
    }
    if look.struck {
        format = format.set_font_strikethrough();
    }
    if look.underlined {
        format = format.set_underline(FormatUnderline::Single);
    }
    format
}

/// The kind of a point of a scale, and its value.
fn point((kind, value): &Point) -> Option<(ConditionalFormatType, Formula)> {
    let kind = match kind.as_str() {
        "min" => ConditionalFormatType::Lowest,
        "max" => ConditionalFormatType::Highest,
        "autoMin" | "autoMax" => ConditionalFormatType::Automatic,
        "num" => ConditionalFormatType::Number,
        "percent" => ConditionalFormatType::Percent,
        "percentile" => ConditionalFormatType::Percentile,
        "formula" => ConditionalFormatType::Formula,
        _ => return None,
    };
    Some((kind, Formula::new(value)))
}

/// Adds one rule to its cells.
macro_rules! add {
    ($sheet:expr, $shade:expr, $rule:expr) => {{
        let (rows, columns, all) = place(&$shade.areas)?;
        let rule = $rule.set_multi_range(all).set_stop_if_true($shade.stop);
        $sheet.add_conditional_format(rows[0], columns[0], rows[1], columns[1], &rule).ok().map(drop)
    }};
}

fn shade(sheet: &mut Worksheet, shade: &Shade) -> Option<()> {
    let look = || format(&shade.look);
    match &shade.when {
        When::Formula(formula) => {
            add!(sheet, shade, ConditionalFormatFormula::new().set_rule(formula.as_str()).set_format(look()))
        }
        When::Value(operator, formulas) => {
            let mut formulas = formulas.iter().map(Formula::new);
            let first = formulas.next()?;
            let rule = match operator.as_str() {
                "between" => ConditionalFormatCellRule::Between(first, formulas.next()?),
                "notBetween" => ConditionalFormatCellRule::NotBetween(first, formulas.next()?),
                "equal" => ConditionalFormatCellRule::EqualTo(first),
                "notEqual" => ConditionalFormatCellRule::NotEqualTo(first),
                "greaterThan" => ConditionalFormatCellRule::GreaterThan(first),
                "greaterThanOrEqual" => ConditionalFormatCellRule::GreaterThanOrEqualTo(first),
                "lessThan" => ConditionalFormatCellRule::LessThan(first),
                "lessThanOrEqual" => ConditionalFormatCellRule::LessThanOrEqualTo(first),
                _ => return None,
            };
            add!(sheet, shade, ConditionalFormatCell::new().set_rule(rule).set_format(look()))
        }
        When::Top { rank, percent, bottom } => {
            let rule = match (percent, bottom) {
                (false, false) => ConditionalFormatTopRule::Top(*rank),
                (false, true) => ConditionalFormatTopRule::Bottom(*rank),
                (true, false) => ConditionalFormatTopRule::TopPercent(*rank),
                (true, true) => ConditionalFormatTopRule::BottomPercent(*rank),
            };
            add!(sheet, shade, ConditionalFormatTop::new().set_rule(rule).set_format(look()))
        }
        When::Average { above, equal, deviations } => {
            use ConditionalFormatAverageRule as Is;
            let rule = match (above, equal, deviations) {
                (true, false, 0) => Is::AboveAverage,
                (false, false, 0) => Is::BelowAverage,
                (true, true, 0) => Is::EqualOrAboveAverage,
                (false, true, 0) => Is::EqualOrBelowAverage,
                (true, _, 1) => Is::OneStandardDeviationAbove,
                (false, _, 1) => Is::OneStandardDeviationBelow,
                (true, _, 2) => Is::TwoStandardDeviationsAbove,
                (false, _, 2) => Is::TwoStandardDeviationsBelow,
                (true, ..) => Is::ThreeStandardDeviationsAbove,
                (false, ..) => Is::ThreeStandardDeviationsBelow,
            };
            add!(sheet, shade, ConditionalFormatAverage::new().set_rule(rule).set_format(look()))
        }
        When::Repeated(repeated) => {
            let rule = ConditionalFormatDuplicate::new().set_format(look());
            let rule = if *repeated { rule } else { rule.invert() };
            add!(sheet, shade, rule)
        }
        When::Scale(points) => match &points[..] {
            [(low, from), (high, to)] => {
                let ((low, least), (high, most)) = (point(low)?, point(high)?);
                let rule =
                    ConditionalFormat2ColorScale::new().set_minimum(low, least).set_maximum(high, most);
                let rule = rule.set_minimum_color(Color::RGB(*from)).set_maximum_color(Color::RGB(*to));
                add!(sheet, shade, rule)
            }
            [(low, from), (middle, between), (high, to)] => {
                let ((low, least), (high, most)) = (point(low)?, point(high)?);
                let (middle, half) = point(middle)?;
                let rule =
                    ConditionalFormat3ColorScale::new().set_minimum(low, least).set_maximum(high, most);
                let rule = rule.set_midpoint(middle, half).set_midpoint_color(Color::RGB(*between));
                let rule = rule.set_minimum_color(Color::RGB(*from)).set_maximum_color(Color::RGB(*to));
                add!(sheet, shade, rule)
            }
            _ => None,
        },
        When::Bar([low, high], colour, alone) => {
            let ((low, least), (high, most)) = (point(low)?, point(high)?);
            let rule = ConditionalFormatDataBar::new().set_minimum(low, least).set_maximum(high, most);
            let rule = rule.set_fill_color(Color::RGB(*colour)).set_bar_only(*alone).use_classic_style();
            add!(sheet, shade, rule)
        }
        When::Icons(name, points, reverse, alone) => {
            let from = |at: &Point| {
                let (kind, value) = point(at)?;
                Some(ConditionalFormatCustomIcon::new().set_rule(kind, value))
            };
            let from: Vec<_> = points.iter().map(from).collect::<Option<_>>()?;
            let rule = ConditionalFormatIconSet::new().set_icon_type(icons(name)?).set_icons(&from);
            add!(sheet, shade, rule.reverse_icons(*reverse).show_icons_only(*alone))
        }
    }
}

fn icons(name: &str) -> Option<ConditionalFormatIconType> {
    use ConditionalFormatIconType as Icon;
    Some(match name {
        "3Arrows" => Icon::ThreeArrows,
        "3ArrowsGray" => Icon::ThreeArrowsGray,
        "3Flags" => Icon::ThreeFlags,
        "3TrafficLights1" => Icon::ThreeTrafficLights,
        "3TrafficLights2" => Icon::ThreeTrafficLightsWithRim,
        "3Signs" => Icon::ThreeSigns,
        "3Symbols" => Icon::ThreeSymbolsCircled,
        "3Symbols2" => Icon::ThreeSymbols,
        "4Arrows" => Icon::FourArrows,
        "4ArrowsGray" => Icon::FourArrowsGray,
        "4RedToBlack" => Icon::FourRedToBlack,
        "4Rating" => Icon::FourHistograms,
        "4TrafficLights" => Icon::FourTrafficLights,
        "5Arrows" => Icon::FiveArrows,
        "5ArrowsGray" => Icon::FiveArrowsGray,
        "5Rating" => Icon::FiveHistograms,
        "5Quarters" => Icon::FiveQuadrants,
        _ => return None,
    })
}
