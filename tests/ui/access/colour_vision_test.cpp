// Colours that are told apart stay apart for people who lack one kind of cone.
// Simulated by the matrices of Machado, Oliveira & Fernandes 2009 ("A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), severity 1.0), which
// work on linear RGB; distances in CIE L*a*b* (CIE 15:2004, D65), where about 2 is the least that is seen side by side.
#include <QApplication>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/casebook/case_types.h"
#include "ui/figures/material_series.h"
#include "ui/shell/theme.h"
#include "ui/widgets/fold_mark.h"

namespace leukolens::ui {
namespace {

using Numbers = std::array<double, 3>;
using Matrix = std::array<Numbers, 3>;

struct Vision {
    const char* name;
    Matrix matrix;
};

constexpr Vision kVisions[] = {{"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
                               {"protanopia", {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
                               {"deuteranopia", {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
                               {"tritanopia", {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}}};

Numbers times(const Matrix& matrix, const Numbers& v) {
    Numbers out{};
    for (std::size_t i = 0; i < 3; ++i) out[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return out;
}

Numbers linear(const QColor& colour) {
    const auto part = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {part(colour.redF()), part(colour.greenF()), part(colour.blueF())};
}

Numbers lab(const Numbers& rgb) {
    constexpr Matrix kToXyz = {{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    constexpr Numbers kWhite = {0.95047, 1, 1.08883};
    Numbers f = times(kToXyz, rgb);
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = f[i] / kWhite[i];
        f[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

Numbers seen(const QColor& colour, const Vision& vision) {
    Numbers rgb = times(vision.matrix, linear(colour));
    for (double& part : rgb) part = std::clamp(part, 0.0, 1.0);
    return lab(rgb);
}

double apart(const QColor& a, const QColor& b, const Vision& vision) {
    const Numbers x = seen(a, vision), y = seen(b, vision);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

void expectApart(const std::vector<QColor>& colours, double least) {
    for (const Vision& vision : kVisions)
        for (std::size_t i = 0; i < colours.size(); ++i)
            for (std::size_t k = 0; k < i; ++k)
                EXPECT_GE(apart(colours[i], colours[k], vision), least) << vision.name << ": " << colours[i].name().toStdString() << " and " << colours[k].name().toStdString();
}

class ColourVision : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override { Theme::apply(*qApp, GetParam()); }
    void TearDown() override { Theme::apply(*qApp, "light"); }
};

TEST_P(ColourVision, CurvesStayApart) {
    std::vector<QColor> colours;
    for (int i = 0; i < 7; ++i) colours.push_back(Theme::series(i));
    expectApart(colours, 12);
}

TEST_P(ColourVision, ClassesStayApart) {
    std::vector<QColor> colours = {Theme::classColour("all", 0), Theme::classColour("", -1)};
    const QStringList names = {"basophil", "eosinophil", "erythroblast", "ig", "lymphocyte", "monocyte", "neutrophil", "platelet"};
    for (int i = 0; i < names.size(); ++i) colours.push_back(Theme::classColour(names[i], i));
    expectApart(colours, 10);
}

TEST_P(ColourVision, BlastNormalAndUnidentifiedAreFarApart) { expectApart({Theme::classColour("all", 0), Theme::classColour("hem", 1), Theme::classColour("", -1)}, 25); }

INSTANTIATE_TEST_SUITE_P(Both, ColourVision, testing::Values("light", "dark"));

TEST(ColourVisionNotAlone, FoldsDifferInShape) {
    std::set<FoldMark> marks;
    for (int fold = 1; fold <= 6; ++fold) marks.insert(markOfFold(fold));
    EXPECT_EQ(marks.size(), 6u);
}

TEST(ColourVisionNotAlone, MaterialsDifferInDashAndShape) {
    std::set<int> styles, markers;
    for (const auto material : {casebook::Material::Unknown, casebook::Material::Blood, casebook::Material::Marrow, casebook::Material::Other}) {
        styles.insert(seriesOf(material).style);
        markers.insert(static_cast<int>(seriesOf(material).marker));
    }
    EXPECT_EQ(styles.size(), 4u);
    EXPECT_EQ(markers.size(), 4u);
}

}  // namespace
}  // namespace leukolens::ui
