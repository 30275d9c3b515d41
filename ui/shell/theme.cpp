#include "ui/shell/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QLabel>
#include <QPalette>
#include <QProxyStyle>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>
#include <array>
#include <utility>

#include "core/inference/model_card.h"
#include "ui/shell/theme_icon.h"

namespace leukolens::ui {
namespace {

struct Colours {
    QColor window, surface, border, text, mutedText, accent, accentFill, onAccent, hover, selection, warning, failure,
        success;
    std::array<QColor, 7> series;
    QColor blast, unidentified;
    std::array<QColor, 8> otherClasses;  ///< the first is that of normal cells
};

const Colours& lightColours() {
    static const Colours colours{"#f4f4f8",
                                 "#ffffff",
                                 "#dedee8",
                                 "#1c1b26",
                                 "#5d5b6b",
                                 "#5546c0",
                                 "#5b4bc8",
                                 "#ffffff",
                                 "#ebeaf4",
                                 "#e5e1fb",
                                 "#8f5600",
                                 "#b3261e",
                                 "#1a7a4c",
                                 {"#0072b2", "#d07c00", "#00996d", "#c45000", "#b8568f", "#3a9bd9", "#5a5a5a"},
                                 "#c2410c",
                                 "#767685",
                                 {"#0072b2", "#00855f", "#9a3467", "#5e4800", "#7a5230", "#516d8f", "#654592", "#3b97a5"}};
    return colours;
}

const Colours& darkColours() {
    static const Colours colours{"#15151c",
                                 "#1e1e28",
                                 "#343443",
                                 "#ecebf3",
                                 "#a5a3b5",
                                 "#b0a4ff",
                                 "#6a5ae0",
                                 "#ffffff",
                                 "#292936",
                                 "#37325e",
                                 "#f2b455",
                                 "#ff8a80",
                                 "#5fd39a",
                                 {"#56b4e9", "#e69f00", "#44cf92", "#ff8547", "#e79bc8", "#f0e442", "#c3bdb7"},
                                 "#ff9a5c",
                                 "#9a99a8",
                                 {"#56b4e9", "#2ec79b", "#e79bc8", "#f0e442", "#c99a6b", "#c9cccd", "#a989ca", "#83dae7"}};
    return colours;
}

bool& darkNow() {
    static bool dark = false;
    return dark;
}

const Colours& now() {
    return darkNow() ? darkColours() : lightColours();
}

bool isDarkColour(const QColor& colour) {
    return colour.lightness() < 128;
}

/// Qt 6.4 has no direct question. Fusion's own palette follows the platform's appearance; the palette before ours was set
/// is the desktop's where Fusion knows nothing.
bool systemIsDark() {
    static const bool startedDark = isDarkColour(QApplication::palette().color(QPalette::Window));
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create("Fusion"));
    return startedDark || (fusion && isDarkColour(fusion->standardPalette().color(QPalette::Window)));
}

QPalette paletteOf(const Colours& c) {
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.mutedText);
    palette.setColor(QPalette::Button, c.surface);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::ToolTipBase, c.surface);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.accentFill);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::Mid, c.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor faded = c.text;
        faded.setAlphaF(0.4F);
        palette.setColor(QPalette::Disabled, role, faded);
    }
    return palette;
}

QString rgba(QColor colour, double alpha) {
    return QString("rgba(%1,%2,%3,%4)").arg(colour.red()).arg(colour.green()).arg(colour.blue()).arg(qRound(alpha * 255));
}

/// The template's @names@ replaced by this theme's colours and measures.
QString styleSheetOf(const Colours& c) {
    QFile file(":/theme/leukolens.qss");
    if (!file.open(QIODevice::ReadOnly)) qFatal("the style sheet is not in the program");
    QString sheet = QString::fromUtf8(file.readAll());
    const std::vector<std::pair<const char*, QString>> values = {
        {"@window@", c.window.name()},
        {"@surface@", c.surface.name()},
        {"@border@", c.border.name()},
        {"@text@", c.text.name()},
        {"@muted@", c.mutedText.name()},
        {"@accent@", c.accent.name()},
        {"@accentFill@", c.accentFill.name()},
        {"@accentFillHover@", c.accentFill.lighter(112).name()},
        {"@accentFillPressed@", c.accentFill.darker(112).name()},
        {"@onAccent@", c.onAccent.name()},
        {"@hover@", c.hover.name()},
        {"@selection@", c.selection.name()},
        {"@warning@", c.warning.name()},
        {"@warningWash@", rgba(c.warning, 0.12)},
        {"@failure@", c.failure.name()},
        {"@failureWash@", rgba(c.failure, 0.10)},
        {"@accentWash@", rgba(c.accent, 0.10)},
        {"@disabled@", rgba(c.text, 0.38)},
        {"@scroll@", rgba(c.text, 0.25)},
        {"@scrollHover@", rgba(c.text, 0.42)},
        {"@radius@", QString::number(Theme::kRadiusPx)},
    };
    for (const auto& [name, value] : values) sheet.replace(QLatin1String(name), value);
    return sheet;
}

QFont programFont() {
    static const QFont chosen = [] {
        QFont font = QApplication::font();
        for (const char* family : {"Inter", "Inter Variable"}) {
            if (QFontDatabase::hasFamily(family)) {
                font.setFamily(family);
                break;
            }
        }
        if (font.pointSizeF() < 10) font.setPointSizeF(10);
        font.setStyleStrategy(QFont::PreferAntialias);
        return font;
    }();
    return chosen;
}

/// Buttons of questions carry words, not the style's own icons, which are not the program's. Labels, those of tooltips and questions included, show names, notes and paths as they were typed: Qt would read "<b>" in them as HTML,
/// and fetch pictures that they name.
class QuietStyle : public QProxyStyle {
public:
    QuietStyle() : QProxyStyle("Fusion") {}
    using QProxyStyle::polish;
    void polish(QWidget* widget) override {
        QProxyStyle::polish(widget);
        if (auto* label = qobject_cast<QLabel*>(widget); label && label->textFormat() == Qt::AutoText) label->setTextFormat(Qt::PlainText);
    }
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    }
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override {
        // Tabs have no line under them; behind what stands in their corner QTabWidget asks for it all the same.
        if (element != PE_FrameTabBarBase) QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
};
constexpr const char* kStyled = "leukolensStyled";

}  // namespace

void Theme::apply(QApplication& application, const QString& choice) {
    initResources();
    const bool system = systemIsDark();  // asked each time: the first answer needs the desktop's own palette
    darkNow() = choice == "dark" || (choice != "light" && system);
    if (!application.property(kStyled).toBool()) {
        application.setStyle(new QuietStyle);
        application.setProperty(kStyled, true);
    }
    application.setPalette(paletteOf(now()));
    application.setFont(programFont());
    application.setStyleSheet(styleSheetOf(now()));
}

bool Theme::isDark() {
    return darkNow();
}

Theme::OnPaper::OnPaper() : m_dark(std::exchange(darkNow(), false)) {}
Theme::OnPaper::~OnPaper() {
    darkNow() = m_dark;
}

QColor Theme::window() {
    return now().window;
}
QColor Theme::surface() {
    return now().surface;
}
QColor Theme::border() {
    return now().border;
}
QColor Theme::text() {
    return now().text;
}
QColor Theme::mutedText() {
    return now().mutedText;
}
QColor Theme::accent() {
    return now().accent;
}
QColor Theme::accentFill() {
    return now().accentFill;
}
QColor Theme::onAccent() {
    return now().onAccent;
}
QColor Theme::hover() {
    return now().hover;
}
QColor Theme::selection() {
    return now().selection;
}
QColor Theme::warning() {
    return now().warning;
}
QColor Theme::failure() {
    return now().failure;
}
QColor Theme::success() {
    return now().success;
}

QColor Theme::series(int index) {
    const auto& colours = now().series;
    return colours[static_cast<std::size_t>(std::max(0, index)) % colours.size()];
}

QColor Theme::classColour(const QString& className, int classIndex) {
    if (className.isEmpty()) return now().unidentified;
    if (!inference::guessBlastClass({className.toStdString()}).empty()) return now().blast;
    const auto& colours = now().otherClasses;
    // Normal cells are blue wherever their class stands; of eight others each has a colour of its own.
    if (inference::displayName(className.toStdString()) == inference::displayName("hem") || classIndex < 0) return colours[0];
    return colours[static_cast<std::size_t>(classIndex + 1) % colours.size()];
}

QIcon Theme::icon(const QString& name) {
    return QIcon(new ThemeIconEngine(name));
}

QIcon Theme::icon(const QString& name, const QColor& colour) {
    return QIcon(new ThemeIconEngine(name, colour));
}

QFont Theme::font(double scale, int weight) {
    QFont font = programFont();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

}  // namespace leukolens::ui

// Q_INIT_RESOURCE must stand outside every namespace.
static void initLeukolensResources() {
    Q_INIT_RESOURCE(leukolens);
    Q_INIT_RESOURCE(i18n);
}

void leukolens::ui::Theme::initResources() {
    initLeukolensResources();
}
