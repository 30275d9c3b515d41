#include "ui/shell/core_texts.h"

#include <QCoreApplication>
#include <QTranslator>

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

class German {
public:
    German() {
        if (m_translator.load(":/i18n/leukolens_de.qm")) QCoreApplication::installTranslator(&m_translator);
    }
    ~German() { QCoreApplication::removeTranslator(&m_translator); }
    bool loaded() const { return !m_translator.isEmpty(); }

private:
    QTranslator m_translator;
};

TEST(CoreTexts, ShowEnglishAsCoreSaysIt) {
    EXPECT_EQ(translateStage("Reading cells"), "Reading cells");
    EXPECT_EQ(errorDetail({ErrorCode::NotFound, "does not exist", "/x", "Check the name."}), "Does not exist");
    EXPECT_EQ(errorAdvice({ErrorCode::NotFound, "does not exist", "/x", "Check the name."}), "Check the name.");
}

TEST(CoreTexts, TranslateConstantTextsAndPatternsWithNumbers) {
    const German german;
    ASSERT_TRUE(german.loaded());
    EXPECT_EQ(translateStage("Reading cells"), "Zellen werden gelesen");
    EXPECT_EQ(translateStage("Fold 2 of 10"), "Fold 2 von 10");
    EXPECT_EQ(researchUseNotice(), QString::fromUtf8("Nur für Forschungszwecke. Nicht zur Diagnose."));
}

TEST(CoreTexts, TranslateSeveralSentencesEachByItself) {
    const German german;
    ASSERT_TRUE(german.loaded());
    EXPECT_EQ(coreSentences("Check the name. The folders a, b are parts of one set."), coreText("Check the name.") + " The folders a, b are parts of one set.");
    EXPECT_NE(coreText("Check the name."), "Check the name.");
}

TEST(CoreTexts, PutATranslatedSentenceBeforeWordsThatAreNotTranslated) {
    const German german;
    ASSERT_TRUE(german.loaded());
    const QString text = errorDetail({ErrorCode::DamagedImage, "is truncated: never heard of", "/x", ""});
    EXPECT_EQ(text, QString::fromUtf8("Das Bild ist beschädigt. (is truncated: never heard of)"));
}

TEST(CoreTexts, TranslateWhatAServersWordsMean) {
    const German german;
    ASSERT_TRUE(german.loaded());
    EXPECT_EQ(errorDetail({ErrorCode::StoreFailed, "the server cannot be reached (Connection refused)", "/x", ""}), QString::fromUtf8("Der Server ist nicht zu erreichen (Connection refused)"));
    EXPECT_EQ(coreText("is truncated (never heard of)"), "is truncated (never heard of)");
}

TEST(CoreTexts, EveryErrorCodeHasASentence) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        EXPECT_FALSE(errorSentence(static_cast<ErrorCode>(code)).isEmpty()) << code;
}

TEST(CoreTexts, WriteDurationsShort) {
    EXPECT_EQ(durationText(400), "0 s");
    EXPECT_EQ(durationText(59'400), "59 s");
    EXPECT_EQ(durationText(200'000), "3 min 20 s");
    EXPECT_EQ(durationText(1'800'000), "30 min");
    EXPECT_EQ(durationText(7'500'000), "2 h 5 min");
}

}  // namespace
}  // namespace leukolens::ui
