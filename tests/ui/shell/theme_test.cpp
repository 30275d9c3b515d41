#include "ui/shell/theme.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QMessageBox>
#include <QPixmap>
#include <QToolTip>

#include <gtest/gtest.h>

#include <cmath>

namespace leukolens::ui {
namespace {

double luminance(const QColor& colour) {
    auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

/// WCAG 2 contrast ratio.
double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

class ThemeTest : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override { Theme::apply(*qApp, GetParam()); }
    void TearDown() override { Theme::apply(*qApp, "light"); }
};

TEST_P(ThemeTest, TextIsReadableOnEverySurface) {
    EXPECT_EQ(Theme::isDark(), std::string(GetParam()) == "dark");
    for (const QColor& ground : {Theme::surface(), Theme::window()}) {
        EXPECT_GE(contrast(Theme::text(), ground), 7.0);
        EXPECT_GE(contrast(Theme::mutedText(), ground), 4.5);
        EXPECT_GE(contrast(Theme::accent(), ground), 4.5);
        EXPECT_GE(contrast(Theme::warning(), ground), 4.5);
        EXPECT_GE(contrast(Theme::failure(), ground), 4.5);
        EXPECT_GE(contrast(Theme::success(), ground), 4.5);
    }
    EXPECT_GE(contrast(Theme::onAccent(), Theme::accentFill()), 4.5);
    EXPECT_GE(contrast(Theme::text(), Theme::selection()), 7.0);
}

TEST_P(ThemeTest, CurvesStandOutAndDiffer) {
    for (int i = 0; i < 7; ++i) {
        EXPECT_GE(contrast(Theme::series(i), Theme::surface()), 3.0) << i;
        for (int k = 0; k < i; ++k) EXPECT_NE(Theme::series(i), Theme::series(k));
    }
    EXPECT_EQ(Theme::series(0), Theme::series(7));
}

TEST_P(ThemeTest, BlastNormalAndUnidentifiedHaveColoursOfTheirOwn) {
    const QColor blast = Theme::classColour("all", 0), normal = Theme::classColour("hem", 1),
                 none = Theme::classColour("", -1);
    EXPECT_NE(blast, normal);
    EXPECT_NE(blast, none);
    EXPECT_NE(normal, none);
    EXPECT_EQ(Theme::classColour("Blast", 1), blast) << "the blast is told by its name, not by its place";
    EXPECT_EQ(Theme::classColour("hem", 0), normal);
}

TEST_P(ThemeTest, EightClassesDifferInColour) {
    const QStringList names = {"basophil", "eosinophil", "erythroblast", "ig", "lymphocyte", "monocyte", "neutrophil", "platelet"};
    for (int i = 0; i < names.size(); ++i) {
        EXPECT_GE(contrast(Theme::classColour(names[i], i), Theme::surface()), 3.0) << names[i].toStdString();
        for (int k = 0; k < i; ++k) EXPECT_NE(Theme::classColour(names[i], i), Theme::classColour(names[k], k)) << names[i].toStdString() << " and " << names[k].toStdString();
    }
}

TEST_P(ThemeTest, EveryIconIsDrawnInItsColour) {
    const QStringList files = QDir(":/icons").entryList({"*.svg"});
    ASSERT_GT(files.size(), 20);
    for (const QString& file : files) {
        if (file == "leukolens.svg") continue;
        const QImage picture = Theme::icon(file.chopped(4), QColor("#ff0000")).pixmap(32, 32).toImage();
        int painted = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const QColor pixel = picture.pixelColor(x, y);
                if (pixel.alpha() < 200) continue;
                ++painted;
                EXPECT_GT(pixel.red(), 240) << file.toStdString();
            }
        }
        EXPECT_GT(painted, 20) << file.toStdString();
    }
}

void expectLiteral(const QWidget& root) {
    for (QLabel* label : root.findChildren<QLabel*>()) {
        label->ensurePolished();
        EXPECT_EQ(label->textFormat(), Qt::PlainText) << label->objectName().toStdString();
    }
}

TEST_P(ThemeTest, WhatPeopleTypeIsNeverReadAsHtml) {
    const QString typed = "<b>x</b>";
    QWidget window;
    auto* label = new QLabel(typed, &window);
    expectLiteral(window);
    EXPECT_GT(label->sizeHint().width(), 3 * QLabel("x").sizeHint().width()) << "the brackets are shown";
    QMessageBox question(&window);
    question.setText(typed);
    question.setInformativeText(typed);
    EXPECT_GE(question.findChildren<QLabel*>().size(), 2);
    expectLiteral(question);
    window.show();
    QToolTip::showText(window.mapToGlobal(QPoint(5, 5)), typed, &window);
    QLabel* tip = nullptr;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget->inherits("QTipLabel")) tip = qobject_cast<QLabel*>(widget);
    ASSERT_TRUE(tip);
    EXPECT_EQ(tip->text(), typed);
    EXPECT_EQ(tip->textFormat(), Qt::PlainText);
    QToolTip::hideText();
    QLabel meant;
    meant.setTextFormat(Qt::RichText);
    meant.ensurePolished();
    EXPECT_EQ(meant.textFormat(), Qt::RichText) << "where it was told to";
}

INSTANTIATE_TEST_SUITE_P(Both, ThemeTest, testing::Values("light", "dark"));

}  // namespace
}  // namespace leukolens::ui
