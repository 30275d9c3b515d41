// One look, eight views, all folds: what is asked, what is kept of it, what is said of it.
#include "ui/classify/answers.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include "core/base/files.h"
#include "core/inference/model_bundle.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/model_holder.h"

namespace leukolens::test {
namespace {

namespace fs = std::filesystem;
using ui::Answers;

TEST(AnswerWords, SayWhoAnsweredAndHowFarTheyDiffer) {
    casebook::CaseCell cell;
    EXPECT_EQ(ui::opinionWords(cell), QString()) << "one answer differs from none";
    cell.asked = {8, {}};
    cell.disagreement = 0.1234;
    EXPECT_EQ(ui::opinionWords(cell), QString::fromUtf8("Eight views differ by ± 12 points"));
    cell.asked = {1, {"b", "c"}};
    cell.disagreement = 0.01;
    EXPECT_EQ(ui::opinionWords(cell), QString::fromUtf8("3 folds differ by ± 1 point"));
    cell.asked.views = 8;
    cell.disagreement = 0.004;
    EXPECT_EQ(ui::opinionWords(cell), QString::fromUtf8("3 folds in eight views each differ by less than ± 1 point"));
}

TEST(AnswerWords, SayTheSpeedAsAPersonWould) {
    EXPECT_EQ(ui::speedWords(123.4), "about 123 pictures a second");
    EXPECT_EQ(ui::speedWords(2.34), "about 2.3 pictures a second");
    EXPECT_EQ(ui::speedWords(0.25), "about 4.0 seconds a picture");
}

TEST(AnswerWords, CountHowOftenANetworkLooks) {
    const auto folds = [](std::size_t count) { return std::vector<inference::FoldModel>(count); };
    EXPECT_EQ(ui::looksOf(Answers::OneLook, folds(3)), 1);
    EXPECT_EQ(ui::looksOf(Answers::EightViews, folds(0)), 8);
    EXPECT_EQ(ui::looksOf(Answers::AllFolds, folds(3)), 3);
    EXPECT_EQ(ui::looksOf(Answers::AllFolds, folds(1)), 1);
    EXPECT_EQ(ui::looksOf(Answers::AllFolds, folds(ui::kMostFolds + 1)), 1) << "more than fit into memory are not asked";
}

class AnswersTest : public ClassifyTest {
protected:
    AnswersTest() { m_settings->set(ui::SettingKey::RunsFolder, qpath(m_folder / "no runs")); }

    /// Folds of one training, each more decided than the one before, as a run keeps them.
    std::vector<fs::path> makeFolds(int count) {
        std::vector<fs::path> files;
        const auto tiny = makeTinyModel(m_folder.path());
        for (int fold = 1; fold <= count; ++fold) {
            const auto folder = m_folder / "run" / ("fold-" + std::to_string(fold));
            fs::create_directories(folder);
            files.push_back(folder / "best.leukomodel");
            fs::copy_file(tiny, files.back());
            EXPECT_TRUE(inference::changeCard(files.back(), [&](inference::ModelCard& card) {
                card.name = "fold " + std::to_string(fold);
                card.training = {"patient", fold, count, 3, std::string(64, 'a'), std::string(64, 'b'), ""};
                card.metrics = {{"accuracy", 0.9, {}, {}, 0.95, "", ""}};
                card.temperature = 1.0 / fold;
            }));
        }
        return files;
    }
    void choose(const fs::path& model) {
        m_context->setModelFile(qpath(model));
        ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
    }
    QAction& action(const char* name) { return *m_window->findChild<QAction*>(QString::fromLatin1(name)); }
    QString buttonText() { return find<QPushButton>(*m_window, "answers")->text(); }
    bool ready() { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }
    void dropOne(const fs::path& picture, int cardsThen) {
        dropFiles({picture});
        ASSERT_TRUE(waitFor([&] { return cards() == cardsThen && !m_window->session().classifying(); }));
        waitUntilSaved();
    }
};

TEST_F(AnswersTest, EightViewsAreForPicturesThatComeAndKeptWithThem) {
    chooseTinyModel();
    const auto pictures = makeCells(2);
    EXPECT_EQ(buttonText(), "One look");
    dropOne(pictures[0], 1);
    action("answersEightViews").trigger();
    EXPECT_EQ(buttonText(), "Eight views");
    EXPECT_TRUE(ready()) << "nothing has to be loaded for it";
    dropOne(pictures[1], 2);
    const auto cells = cellsInFile();
    EXPECT_EQ(cells[0].asked, casebook::Asked());
    EXPECT_FALSE(cells[0].disagreement) << "an answer that is there stays as it is";
    EXPECT_EQ(cells[1].asked, (casebook::Asked{8, {}}));
    ASSERT_TRUE(cells[1].disagreement);
    EXPECT_GT(*cells[1].disagreement, 0);

    const auto show = [&](const casebook::CaseCell& cell) {
        const auto& list = bin(cell.assignedClass);
        for (int row = 0; row < list.model()->rowCount(); ++row) {
            select(cell.assignedClass, row);
            if (text("inspectorSha").startsWith(QString::fromStdString(cell.sha256).left(16))) return;
        }
        FAIL() << "no such card";
    };
    show(cells[1]);
    EXPECT_TRUE(text("inspectorOpinions").startsWith("Eight views differ by")) << text("inspectorOpinions").toStdString();
    EXPECT_TRUE(find<QLabel>(*m_window, "inspectorOpinions")->isVisible());
    show(cells[0]);
    EXPECT_FALSE(find<QLabel>(*m_window, "inspectorOpinions")->isVisible());
    m_window->session().setBlinded(true);
    EXPECT_FALSE(find<QLabel>(*m_window, "inspectorOpinions")->isVisible());
}

TEST_F(AnswersTest, AllFoldsAnswerTogetherAndTheChoiceIsRemembered) {
    const auto folds = makeFolds(3);
    choose(folds[0]);
    EXPECT_TRUE(action("answersAllFolds").isEnabled());
    EXPECT_EQ(action("answersAllFolds").text(), "All 3 folds of this training (3 times as long)");
    action("answersAllFolds").trigger();
    ASSERT_TRUE(waitFor([this] { return ready(); }));
    EXPECT_EQ(buttonText(), "3 folds");
    const auto pictures = makeCells(2);
    dropOne(pictures[0], 1);
    const auto together = cellsInFile()[0];
    const auto shaOf = [](const fs::path& file) { return inference::readModelBundle(file)->sha256; };
    EXPECT_EQ(together.modelSha256, shaOf(folds[0]));
    EXPECT_EQ(together.asked, (casebook::Asked{1, {shaOf(folds[1]), shaOf(folds[2])}}));
    ASSERT_TRUE(together.disagreement);
    EXPECT_GT(*together.disagreement, 0) << "they are of different temperature";

    closeWindow();
    openWindow();
    ASSERT_TRUE(waitFor([this] { return ready(); }));
    EXPECT_EQ(buttonText(), "3 folds");
    action("answersOneLook").trigger();
    ASSERT_TRUE(waitFor([this] { return ready(); }));
    dropOne(pictures[1], 2);
    EXPECT_EQ(cellsInFile()[1].asked, casebook::Asked()) << "the others have left";
    EXPECT_FALSE(cellsInFile()[1].disagreement);
}

TEST_F(AnswersTest, FoldsOfAnotherTrainingAreNotOfferedAndWhyIsSaid) {
    const auto folds = makeFolds(3);
    for (const int other : {1, 2})
        ASSERT_TRUE(inference::changeCard(folds[static_cast<std::size_t>(other)], [](inference::ModelCard& card) { card.training.dataSha256 = std::string(64, 'c'); }));
    m_settings->set(ui::SettingKey::Answers, "all_folds");
    choose(folds[0]);
    EXPECT_FALSE(action("answersAllFolds").isEnabled());
    EXPECT_TRUE(action("answersAllFolds").text().contains("no other fold"));
    EXPECT_EQ(buttonText(), "One look") << "what really happens";
    EXPECT_TRUE(find<QPushButton>(*m_window, "answers")->toolTip().startsWith("All folds are chosen"));
    dropOne(makeCells(1)[0], 1);
    EXPECT_EQ(cellsInFile()[0].asked, casebook::Asked());
}

TEST_F(AnswersTest, AFoldThatCannotBeLoadedIsNamedAndOneLookStillWorks) {
    const auto folds = makeFolds(2);
    auto bytes = *readFile(folds[1], 1u << 30);
    bytes[bytes.size() / 2] ^= 1;  // of the weights: the card is sound
    ASSERT_TRUE(writeFileAtomically(folds[1], bytes));
    choose(folds[0]);
    action("answersAllFolds").trigger();
    ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Failed; }));
    EXPECT_TRUE(text("modelBannerDetail").contains(qpath(folds[1]))) << text("modelBannerDetail").toStdString();
    action("answersOneLook").trigger();
    ASSERT_TRUE(waitFor([this] { return ready(); }));
}

TEST_F(AnswersTest, CostIsSaidInPicturesASecondOnceItIsMeasured) {
    chooseTinyModel();
    EXPECT_EQ(action("answersEightViews").text(), "Eight views (8 times as long)");
    dropAndWait(12);
    const double looks = m_window->session().looksPerSecond();
    ASSERT_GT(looks, 0);
    Q_EMIT find<QPushButton>(*m_window, "answers")->menu()->aboutToShow();
    EXPECT_EQ(action("answersEightViews").text(), QString("Eight views (8 times as long: %1)").arg(ui::speedWords(looks / 8)));
    EXPECT_EQ(action("answersOneLook").text(), QString("One look (fastest: %1)").arg(ui::speedWords(looks)));
}

TEST_F(AnswersTest, AFoldThatBecameAnotherTrainingsIsNotAskedSilently) {
    const auto folds = makeFolds(2);
    ui::ModelHolder holder;
    const ui::ModelChoice both{folds[0], "cpu", {folds[1]}};
    ASSERT_TRUE(holder.get(both));
    EXPECT_EQ((*holder.get(both))->joinedModels().size(), 1u);
    EXPECT_TRUE((*holder.get({folds[0], "cpu"}))->joinedModels().empty());
    ASSERT_TRUE(inference::changeCard(folds[1], [](inference::ModelCard& card) { card.training.settingsSha256 = std::string(64, 'd'); }));
    const auto refused = holder.get(both);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DataChanged);
    EXPECT_EQ(refused.error().file, folds[1]);
}

}  // namespace
}  // namespace leukolens::test
