// Text stands out from what is behind it, measured on the pixels that are shown: WCAG 2.2, 1.4.3. Disabled controls are exempt there.
#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QRadioButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "tests/ui/access/every_window.h"
#include "tests/ui/access/parts_of_qt.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/navigation_rail.h"
#include "ui/shell/theme.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/curve_legend.h"

namespace leukolens::test {
namespace {

constexpr double kUsual = 4.5, kLarge = 3.0;
/// Drawn so many times larger, strokes have a core that is not mixed with what is behind.
constexpr int kTimesLarger = 3;

double luminance(QRgb colour) {
    const auto linear = [](int part) {
        const double c = part / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
}

double contrast(QRgb a, QRgb b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

struct TwoColours {
    QRgb ground = 0, ink = 0;
};

/// The colour of most pixels, and the commonest of those that are clearly another one. Nothing: all are alike.
std::optional<TwoColours> dominating(const QImage& picture) {
    std::map<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) ++counts[picture.pixel(x, y)];
    TwoColours found;
    int most = 0;
    for (const auto& [colour, count] : counts)
        if (count > most) {
            most = count;
            found.ground = colour;
        }
    constexpr int kAnother = 24;  // of 765
    int second = 0;
    for (const auto& [colour, count] : counts) {
        const int apart = std::abs(qRed(colour) - qRed(found.ground)) + std::abs(qGreen(colour) - qGreen(found.ground)) + std::abs(qBlue(colour) - qBlue(found.ground));
        if (apart > kAnother && count > second) {
            second = count;
            found.ink = colour;
        }
    }
    if (second == 0) return std::nullopt;
    return found;
}

bool isLarge(const QFont& font) {
    const double points = font.pointSizeF();
    return points >= 18 || (points >= 14 && font.weight() >= QFont::Bold);
}

/// Where the text of a widget is, without its frame, icons, arrow or box; empty: it shows none.
QRect placeOfText(const QWidget& widget) {
    constexpr int kFramePx = 3, kArrowPx = 26, kBoxPx = 26;
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) return label->text().isEmpty() ? QRect() : label->rect();
    constexpr int kIconPx = 36, kPillPx = 12;
    if (qobject_cast<const ui::RailButton*>(&widget)) return widget.rect().adjusted(kPillPx, kIconPx, -kPillPx, -kPillPx);
    if (qobject_cast<const ui::CurveLegendEntry*>(&widget)) return widget.rect().adjusted(kBoxPx, 0, 0, 0);
    if (qobject_cast<const QCheckBox*>(&widget) || qobject_cast<const QRadioButton*>(&widget)) return widget.rect().adjusted(kBoxPx, 0, 0, 0);
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        if (button->text().isEmpty() || button->layout()) return {};  // or its words are labels in it
        const int icon = button->icon().isNull() ? 0 : button->iconSize().width();
        return button->rect().adjusted(kFramePx + icon, kFramePx, -kFramePx, -kFramePx);
    }
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) return box->currentText().isEmpty() ? QRect() : box->rect().adjusted(kFramePx, kFramePx, -kArrowPx, -kFramePx);
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) return line->text().isEmpty() && line->placeholderText().isEmpty() ? QRect() : line->rect().adjusted(kFramePx, kFramePx, -kArrowPx, -kFramePx);
    return {};
}

class Contrast : public testing::TestWithParam<const char*> {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<TempFolder>();
        s_files = stageFiles(s_folder->path());
    }
    static void TearDownTestSuite() { s_folder.reset(); }
    void SetUp() override {
        ui::Theme::apply(*qApp, GetParam());
        stage = std::make_unique<StagedWindow>(s_files);
        stage->fillAll();
    }
    void TearDown() override {
        stage.reset();
        ui::Theme::apply(*qApp, "light");
        for (const std::string& one : offenders) ADD_FAILURE() << one;
    }

    void measure(QWidget& root) {
        QWidget& window = *root.window();
        QImage shown(window.size() * kTimesLarger, QImage::Format_RGB32);
        shown.setDevicePixelRatio(kTimesLarger);
        window.render(&shown);
        for (const QWidget* widget : root.findChildren<QWidget*>()) {
            if (!widget->isVisible() || !widget->isEnabled() || widget->window() != &window || isPartOfQt(*widget)) continue;
            if (const QRect place = placeOfText(*widget); !place.isEmpty()) judge(shown, *widget, place, described(*widget));
            if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) {
                constexpr int kUnderlinePx = 3;
                for (int tab = 0; tab < tabs->count(); ++tab)
                    if (tabs->isTabEnabled(tab)) judge(shown, *widget, tabs->tabRect(tab).adjusted(0, 0, 0, -kUnderlinePx), described(*widget) + " tab " + tabs->tabText(tab).toStdString());
            }
            if (const auto* table = qobject_cast<const QTableView*>(widget)) measureRows(shown, *table);
        }
    }

    std::unique_ptr<StagedWindow> stage;
    int measured = 0;

private:
    void measureRows(const QImage& shown, const QTableView& table) {
        if (!table.model()) return;
        constexpr int kEnough = 6;
        for (int row = 0; row < std::min(kEnough, table.model()->rowCount()); ++row) {
            for (int column = 0; column < table.model()->columnCount(); ++column) {
                const QModelIndex index = table.model()->index(row, column);
                if (table.isColumnHidden(column) || index.data().toString().isEmpty() || !index.data(Qt::DecorationRole).isNull() || !(index.flags() & Qt::ItemIsEnabled)) continue;
                judge(shown, *table.viewport(), table.visualRect(index).adjusted(4, 2, -4, -2), described(table) + " row “" + index.data().toString().toStdString() + "”");
            }
        }
    }

    void judge(const QImage& shown, const QWidget& widget, const QRect& place, const std::string& name) {
        // What is scrolled away or covered is not measured.
        const QRect seen = place & widget.visibleRegion().boundingRect();
        if (seen.height() < 8 || seen.width() < 8) return;
        const QRect inWindow(widget.mapTo(widget.window(), seen.topLeft()), seen.size());
        const auto colours = dominating(shown.copy(QRect(inWindow.topLeft() * kTimesLarger, inWindow.size() * kTimesLarger)));
        if (!colours) return;
        ++measured;
        const double found = contrast(colours->ground, colours->ink), wanted = isLarge(widget.font()) ? kLarge : kUsual;
        if (found < wanted) offenders.insert(name + ": " + QString::number(found, 'f', 2).toStdString() + " : 1, " + QColor(colours->ink).name().toStdString() + " on " + QColor(colours->ground).name().toStdString());
    }

    std::set<std::string> offenders;
    inline static std::unique_ptr<TempFolder> s_folder;
    inline static StagedFiles s_files;
};

TEST_P(Contrast, OfEveryTextInEveryWorkspace) {
    for (int workspace = 1; workspace <= 6; ++workspace) {
        stage->show(workspace);
        measure(stage->window());
        for (auto* tabs : stage->window().workspace(workspace)->findChildren<QTabWidget*>()) {
            if (!tabs->isVisible()) continue;
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                stage->settle();
                measure(stage->window());
            }
            tabs->setCurrentIndex(0);
        }
    }
    EXPECT_GE(measured, 500);
}

TEST_P(Contrast, OfEveryTextInEveryOtherWindow) {
    stage->show(1);
    for (const OtherWindow& other : otherWindows()) {
        SCOPED_TRACE(other.name);
        other.open(*stage, [this](QWidget& window) { measure(window); });
    }
    EXPECT_GE(measured, 150);
}

INSTANTIATE_TEST_SUITE_P(Both, Contrast, testing::Values("light", "dark"));

}  // namespace
}  // namespace leukolens::test
