#include "ui/report/report_language.h"

#include <gmock/gmock.h>

#include <QCoreApplication>
#include <QTranslator>

#include <thread>

#include "tests/ui/report/case_maker.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_report.h"
#include "ui/report/report_text.h"
#include "ui/shell/case_terms.h"
#include "ui/shell/class_words.h"
#include "ui/shell/language.h"

namespace leukolens::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ReportLanguage, IsSpokenOnItsThreadAloneAndForAsLongAsItLives) {
    const QString before = classTitle("");
    {
        const auto spoken = ReportLanguage::speak("de");
        ASSERT_TRUE(spoken);
        EXPECT_EQ(classTitle(""), QString::fromUtf8("Nicht bestimmt"));
        EXPECT_EQ(ReportLanguage::locale().decimalPoint(), ",");
        std::thread([&] {
            EXPECT_EQ(classTitle(""), before);
            EXPECT_EQ(ReportLanguage::locale(), QLocale());
        }).join();
        {
            const auto inner = ReportLanguage::speak("id");
            ASSERT_TRUE(inner);
            EXPECT_EQ(pdf::languageCode(), "id");
        }
        EXPECT_EQ(pdf::languageCode(), "de");
    }
    EXPECT_EQ(classTitle(""), before);
}

TEST(ReportLanguage, DoesNotMixWithTheWindowsLanguage) {
    QTranslator german;
    const auto loaded = ReportLanguage::speak("de");  // makes the translations known
    ASSERT_TRUE(german.load(":/i18n/leukolens_de.qm"));
    // Installed behind what speaks for reports.
    QCoreApplication::installTranslator(&german);
    for (const auto& [code, name] : shippedLanguages()) {
        const auto spoken = ReportLanguage::speak(code);
        ASSERT_TRUE(spoken);
        EXPECT_EQ(pdf::languageCode(), code);
        EXPECT_EQ(classTitle("") == QString::fromUtf8("Nicht bestimmt"), code == "de");
    }
    {
        const auto indonesian = ReportLanguage::speak("id");
        EXPECT_EQ(QCoreApplication::translate("leukolens::ui::AboutDialog", "no words of the program"), "no words of the program") << "English, not German, where it has no words";
        EXPECT_EQ(QCoreApplication::translate("leukolens::ui::AboutDialog", "About Leukolens"), "Tentang Leukolens");
    }
    QCoreApplication::removeTranslator(&german);
}

TEST(ReportLanguage, OthersAreRefused) {
    const auto french = ReportLanguage::speak("fr");
    ASSERT_FALSE(french);
    EXPECT_EQ(french.error().code, ErrorCode::InvalidArgument);
    test::TempFolder folder;
    NoProgress progress;
    ReportOptions options;
    options.language = "fr";
    EXPECT_EQ(drawCaseReport(test::wholeReport({}), options, progress, {}).error().code, ErrorCode::InvalidArgument);
}

TEST(ReportLanguage, SaysTermsOfACaseByTheSameWordsAsTheWindow) {
    const casebook::NciRisk risk{casebook::NciRisk::Group::High, casebook::NciRisk::Why::None, 4.5, 60.25};
    const QString window = materialTitle(casebook::Material::Marrow), state = stateTitle(casebook::CaseState::Open);
    {
        const auto spoken = ReportLanguage::speak("id");
        ASSERT_TRUE(spoken);
        EXPECT_EQ(materialTitle(casebook::Material::Marrow), "Sumsum tulang");
        EXPECT_EQ(stateTitle(casebook::CaseState::Open), "Terbuka");
        EXPECT_EQ(riskTitle(risk), "Kelompok risiko NCI: Tinggi");
        EXPECT_THAT(riskReasons(risk, ReportLanguage::locale()).toStdString(), testing::AllOf(HasSubstr("60,25"), Not(HasSubstr("lineage"))));
        EXPECT_THAT(riskSource().toStdString(), HasSubstr("Sumber:"));
    }
    EXPECT_EQ(materialTitle(casebook::Material::Marrow), window);
    EXPECT_EQ(stateTitle(casebook::CaseState::Open), state);
    EXPECT_EQ(riskTitle(risk), "NCI risk group: High");
}

class ReportInLanguage : public testing::TestWithParam<std::array<const char*, 8>> {};

TEST_P(ReportInLanguage, SaysItsHeadingsNumbersAndDatesInIt) {
    if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    const test::TempFolder folder;
    const auto pdf = folder / "report.pdf";
    NoProgress progress;
    ReportOptions options;
    options.language = GetParam()[0];
    ASSERT_TRUE(writeCaseReport(test::wholeReport(test::drawnCells(folder, 5, 3)), options, pdf, progress, {}));
    const std::string text = test::pdfText(pdf);
    for (std::size_t i = 1; i < GetParam().size(); ++i) EXPECT_THAT(text, HasSubstr(GetParam()[i]));
    EXPECT_THAT(test::pdfMetadata(pdf), HasSubstr(std::string("<rdf:li>") + GetParam()[0] + "</rdf:li>"));
    if (options.language == "en") return;
    for (const char* english : {"Signatures", "Signed", "Session", "Threshold", "Counting", "Percent of", "research use", "Most typical", "Corrected", "State", "Age", "years"}) EXPECT_THAT(text, Not(HasSubstr(english)));
}

INSTANTIATE_TEST_SUITE_P(Of, ReportInLanguage,
                         testing::Values(std::array{"en", "White blood cell report", "62.5 %", "20 Nov 2026", "Bone marrow", "NCI risk group: Standard", "12.75", "For research use only. Not for diagnosis."},
                                         std::array{"de", "Bericht über weiße Blutzellen", "62,5 %", "20. Nov. 2026", "Knochenmark", "NCI-Risikogruppe: Standard", "12,75", "Nur für Forschungszwecke"},
                                         std::array{"id", "Laporan sel darah putih", "62,5 %", "20 Nov 2026", "Sumsum tulang", "Kelompok risiko NCI: Standar", "12,75", "Hanya untuk keperluan penelitian"}),
                         [](const auto& of) { return std::string(of.param[0]); });

}  // namespace
}  // namespace leukolens::ui
