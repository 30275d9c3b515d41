// A file comes in: its card is shown, and nothing is used before the person says so.
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>

#include "core/base/files.h"
#include "tests/support/shared_data.h"
#include "tests/ui/models/models_fixture.h"
#include "ui/models/model_list.h"
#include "ui/shell/dialogs.h"

namespace leukolens::test {
namespace {

class AddModel : public ModelsTest {
protected:
    void type(const char* field, const QString& words) {
        auto* edit = find<QLineEdit>(*m_models, field);
        edit->clear();
        QTest::keyClicks(edit, words);
    }
    void choose(const char* radio) { find<QRadioButton>(*m_models, radio)->setChecked(true); }
    QString classesShown() const {
        QStringList words;
        for (const auto* card : m_models->findChildren<QWidget*>("cardClasses"))
            if (card->isVisible())
                for (const auto* label : card->findChildren<QLabel*>()) words << label->text();
        return words.join('\n');
    }
};

TEST_F(AddModel, ADroppedModelShowsItsCardAndIsNotUsed) {
    dropAndWait(tinyModel());
    EXPECT_TRUE(m_models->isVisible());
    EXPECT_FALSE(m_models->isModal());
    EXPECT_EQ(text("addHeading"), "Add this model?");
    EXPECT_EQ(text("cardTitle"), "tiny");
    EXPECT_TRUE(classesShown().contains("ALL blast")) << classesShown().toStdString();
    EXPECT_TRUE(classesShown().contains("Normal"));
    EXPECT_TRUE(text("cardPicture").contains("75 × 75 px"));
    EXPECT_EQ(text("cardSharpness"), "Not known: it cannot tell blurred pictures");
    EXPECT_TRUE(text("cardListedCells").startsWith("None: it cannot tell pictures that are no cells"));
    EXPECT_EQ(text("cardMetrics"), "Not evaluated yet");
    EXPECT_TRUE(text("cardLimits").isEmpty() || text("cardLimits").contains("classes"));
    waitForJobs();
    EXPECT_TRUE(m_context.modelFile().isEmpty());
    EXPECT_TRUE(inLibrary().empty());
    click(*m_models, "addCancel");
    EXPECT_FALSE(asking());
    EXPECT_TRUE(m_context.modelFile().isEmpty());
    EXPECT_TRUE(inLibrary().empty());
    EXPECT_TRUE(find<QWidget>(*m_models, "modelsEmpty")->isVisible());
}

TEST_F(AddModel, AddedAndUsedItClassifiesFromTheLibrary) {
    dropAndWait(tinyModel());
    click(*m_models, "addAndUse");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 1 && !asking(); }));
    ASSERT_EQ(inLibrary().size(), 1u);
    EXPECT_EQ(m_context.modelFile(), qpath(inLibrary().front().file));
    EXPECT_TRUE(m_context.modelFile().startsWith(qpath(m_library)));
    EXPECT_EQ(bytesOf(inLibrary().front().file), bytesOf(tinyModel()));
    EXPECT_TRUE(rows().index(0, 0).data(ui::ModelList::InUseRole).toBool());
}

TEST_F(AddModel, AddedToTheListItLeavesWhatClassifies) {
    m_context.setModelFile("/elsewhere/other.leukomodel");
    dropAndWait(tinyModel());
    click(*m_models, "addToList");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 1 && !asking(); }));
    EXPECT_EQ(m_context.modelFile(), "/elsewhere/other.leukomodel");
    EXPECT_FALSE(rows().index(0, 0).data(ui::ModelList::InUseRole).toBool());
    EXPECT_TRUE(text("outsiderText").contains("other.leukomodel")) << "what classifies is said";
}

TEST_F(AddModel, OneThatIsInTheListAlreadyIsSaidSoAndNotAddedTwice) {
    listTinyModel();
    dropAndWait(tinyModel());
    EXPECT_TRUE(text("addListed").contains("tiny")) << text("addListed").toStdString();
    EXPECT_EQ(find<QPushButton>(*m_models, "addToList")->text(), "Show in the list");
    click(*m_models, "addToList");
    ASSERT_TRUE(waitFor([this] { return !asking(); }));
    waitForJobs();
    EXPECT_EQ(rows().rowCount(), 1);
}

TEST_F(AddModel, ABrokenFileIsNamedInTheWindowWithAdvice) {
    const auto broken = m_folder / "holiday.pth";
    ASSERT_TRUE(writeFileAtomically(broken, std::string_view("not weights at all")));
    drop({broken});
    ASSERT_TRUE(waitFor([this] { return !text("messageSummary").isEmpty(); }));
    EXPECT_TRUE(m_models->isVisible());
    EXPECT_TRUE(text("messageSummary").contains("holiday.pth"));
    EXPECT_EQ(text("messageFile"), qpath(broken));
    EXPECT_FALSE(text("messageDetail").isEmpty());
    EXPECT_FALSE(text("messageAdvice").isEmpty());
    EXPECT_FALSE(asking());
}

TEST_F(AddModel, SeveralFilesAreAskedAboutOneAfterAnother) {
    const auto broken = m_folder / "broken.leukomodel";
    ASSERT_TRUE(writeFileAtomically(broken, std::string_view("PK\3\4")));
    drop({tinyModel(), broken, trunkWeights()});
    ASSERT_TRUE(waitFor([this] { return asking(); }));
    EXPECT_EQ(text("addPlace"), "1 of 3");
    EXPECT_EQ(text("cardTitle"), "tiny");
    click(*m_models, "addToList");
    ASSERT_TRUE(waitFor([this] { return text("addPlace") == "3 of 3"; }));
    EXPECT_EQ(text("cardTitle"), "trunk.pth");
    EXPECT_TRUE(text("messageSummary").contains("broken.leukomodel")) << "the broken one is not passed over in silence";
    QTest::keyClick(m_models, Qt::Key_Escape);
    ASSERT_TRUE(waitFor([this] { return !asking() && rows().rowCount() == 1; }));
    EXPECT_TRUE(m_models->isVisible()) << "Escape says no to the file and leaves the window";
}

TEST_F(AddModel, ClosingTheWindowSaysNo) {
    drop({tinyModel(), trunkWeights()});
    ASSERT_TRUE(waitFor([this] { return asking(); }));
    m_models->close();
    waitForJobs();
    EXPECT_FALSE(m_models->isVisible()) << "the second file does not bring it back";
    EXPECT_TRUE(inLibrary().empty());
    Q_EMIT m_context.modelsRequested();
    EXPECT_TRUE(m_models->isVisible());
    EXPECT_FALSE(asking()) << "the question is not put again";
}

TEST_F(AddModel, WeightsWithoutALastLayerAreAStartingPointOnly) {
    dropAndWait(trunkWeights());
    EXPECT_EQ(text("addHeading"), "Add these weights?");
    EXPECT_TRUE(text("cardHead").contains("it cannot classify")) << text("cardHead").toStdString();
    EXPECT_TRUE(text("cardFit").contains("tensors fit InceptionV3"));
    EXPECT_FALSE(find<QWidget>(*m_models, "classNaming")->isVisible());
    EXPECT_FALSE(find<QPushButton>(*m_models, "addAndUse")->isVisible());
    EXPECT_FALSE(find<QWidget>(*m_models, "cardNames")->isVisible());
    find<QPushButton>(*m_models, "toggleNames")->click();
    EXPECT_TRUE(find<QWidget>(*m_models, "cardNames")->isVisible());
    EXPECT_TRUE(find<QPlainTextEdit>(*m_models, "cardNames")->toPlainText().contains("fc.weight"));
    type("addName", "Start A");
    click(*m_models, "addToList");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 1 && !asking(); }));
    EXPECT_EQ(inLibrary().front().card.kind, inference::ModelKind::Trunk);
    EXPECT_EQ(inLibrary().front().title, "Start A");
    EXPECT_FALSE(find<QPushButton>(*m_models, "useForClassifying")->isEnabled()) << "a trunk never classifies";
    EXPECT_TRUE(find<QPushButton>(*m_models, "useForClassifying")->toolTip().contains("cannot classify"));
    EXPECT_TRUE(isEnabled("trainFrom"));
    EXPECT_TRUE(m_context.modelFile().isEmpty());
}

TEST_F(AddModel, ALastLayerClassifiesOnlyOnceItsClassesHaveNames) {
    dropAndWait(headWeights());
    EXPECT_TRUE(find<QWidget>(*m_models, "classNaming")->isVisible());
    EXPECT_TRUE(find<QLineEdit>(*m_models, "className1")->text().isEmpty()) << "nothing is guessed";
    for (const char* name : {"addAndUse", "addToList"}) EXPECT_FALSE(isEnabled(name)) << name;
    EXPECT_TRUE(text("addProblem").contains("name of its class"));
    type("className1", "hem");
    type("className2", "hem");
    EXPECT_TRUE(text("addProblem").contains("same name"));
    type("className2", "all");
    EXPECT_TRUE(text("addProblem").contains("which class is the leukemic blast"));
    EXPECT_FALSE(isEnabled("addAndUse"));
    choose("noBlast");
    EXPECT_FALSE(isEnabled("addAndUse")) << "a class called all is the blast wherever it is met";
    choose("blast2");
    EXPECT_TRUE(text("addProblem").isEmpty());
    ASSERT_TRUE(isEnabled("addAndUse"));
    click(*m_models, "addAndUse");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 1 && !asking(); }));
    const inference::ModelCard card = inLibrary().front().card;
    EXPECT_EQ(card.classNames(), (std::vector<std::string>{"hem", "all"})) << "in the order of the outputs";
    EXPECT_EQ(card.blastClass, "all");
    EXPECT_EQ(m_context.modelFile(), qpath(inLibrary().front().file));
}

TEST_F(AddModel, TheLastLayerMayBeLeftOut) {
    dropAndWait(headWeights());
    choose("leaveHeadOut");
    EXPECT_FALSE(find<QWidget>(*m_models, "className1")->isVisible());
    EXPECT_FALSE(find<QPushButton>(*m_models, "addAndUse")->isVisible());
    ASSERT_TRUE(isEnabled("addToList"));
    click(*m_models, "addToList");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 1 && !asking(); }));
    EXPECT_EQ(inLibrary().front().card.kind, inference::ModelKind::Trunk);
}

TEST_F(AddModel, AFailureWhileAddingStaysWithTheQuestion) {
    ASSERT_TRUE(writeFileAtomically(m_library, std::string_view("a file where the folder should be")));
    dropAndWait(tinyModel());
    click(*m_models, "addAndUse");
    ASSERT_TRUE(waitFor([this] { return text("messageSummary").contains("could not be added"); }));
    EXPECT_TRUE(asking());
    EXPECT_TRUE(isEnabled("addAndUse")) << "to be tried again";
    EXPECT_TRUE(m_context.modelFile().isEmpty());
}

TEST_F(AddModel, AFileChosenInTheDialogIsLookedAtTheSameWay) {
    Q_EMIT m_context.modelsRequested();
    ASSERT_TRUE(waitFor([this] { return find<QWidget>(*m_models, "modelsEmpty")->isVisible(); }));
    ui::dialogs::setTestHook({{}, [](const QString&) { return qpath(tinyModel()); }});
    click(*m_models, "emptyAddModel");
    ASSERT_TRUE(waitFor([this] { return asking(); }));
    EXPECT_EQ(text("cardTitle"), "tiny");
}

TEST_F(AddModel, RealWeightsOfAnotherProgramAreDescribed) {
    LEUKOLENS_NEEDS_SHARED(file, "weights/inception_v3_imagenet_trunk_fp16.pth");
    dropAndWait(file);
    EXPECT_TRUE(text("cardFit").contains("fit InceptionV3"));
    EXPECT_TRUE(text("cardNumbers").contains("float16"));
    EXPECT_FALSE(find<QPushButton>(*m_models, "addAndUse")->isVisible());
}

}  // namespace
}  // namespace leukolens::test
