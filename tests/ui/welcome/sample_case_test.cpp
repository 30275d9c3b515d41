// Look around: demonstration cells, a training and a case in the person's own window, without touching what is theirs.
#include <QLabel>
#include <QPushButton>

#include <atomic>
#include <thread>

#include "core/base/files.h"
#include "tests/ui/welcome/welcome_fixture.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;
using State = SampleCase::State;

constexpr int kLimitMs = 200'000;

class SampleCaseTest : public WelcomeTest {
protected:
    void lookAround() {
        Q_EMIT context->welcomeRequested();
        click(*window, "welcomeLookAround");
    }
    bool waitUntilShown() {
        return waitFor([this] { return sample().state() == State::Resting && session().summary().id != 0 && session().cells().rowCount() > 0 && !session().classifying() && !context->anyBusy(); }, kLimitMs);
    }
    QStringList runs() { return QDir(settings.runsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot); }
    QString said() { return find<QLabel>(*window, "sampleText")->text(); }
    std::string sampleName() { return "Sample (demonstration cells)"; }

    /// A case of the person's, with a name and nothing in it, is shown.
    casebook::CaseId ownCase() {
        session().rename("P-1");
        EXPECT_TRUE(waitFor([this] { return session().summary().id != 0; }));
        return session().summary().id;
    }
};

TEST_F(SampleCaseTest, IsACaseOfItsOwnAndLeavesCaseAndModelAlone) {
    const QString own = test::qpath(test::makeTinyModel(folder.path()));
    settings.set(SettingKey::ModelFile, own);
    open();
    const casebook::CaseId mine = ownCase();
    lookAround();
    EXPECT_TRUE(find<QWidget>(*window, "sampleStrip")->isVisible());
    ASSERT_TRUE(waitFor([this] { return sample().state() == State::Training; }, kLimitMs)) << said().toStdString();
    EXPECT_EQ(window->currentWorkspace(), 4) << "where it can be watched";
    ASSERT_TRUE(waitUntilShown()) << said().toStdString();

    EXPECT_FALSE(find<QWidget>(*window, "sampleStrip")->isVisible());
    EXPECT_EQ(window->currentWorkspace(), 1);
    EXPECT_EQ(session().summary().name, sampleName());
    EXPECT_EQ(session().cells().rowCount(), 12) << "half of 24: what the first of two folds tests";
    EXPECT_TRUE(context->modelFile().startsWith(settings.runsFolder())) << "the sample's model is used";
    EXPECT_TRUE(find<QLabel>(*window, "modelBannerText")->isVisible());
    EXPECT_TRUE(find<QLabel>(*window, "modelBannerText")->text().contains("sample case"));
    EXPECT_TRUE(find<QLabel>(*window, "modelBannerDetail")->text().contains("your own model is used again"));
    EXPECT_EQ(settings.text(SettingKey::ModelFile), own) << "and not chosen";
    EXPECT_TRUE(session().whyNotTaken().contains("sample case")) << "a watched folder's pictures wait";
    EXPECT_EQ(runs(), QStringList({"sample-demonstration-cells"}));
    ASSERT_TRUE(context->dataset()) << "nothing was open in Data: the cells are";

    session().openCase(mine);
    ASSERT_TRUE(waitFor([&] { return session().summary().id == mine; }));
    EXPECT_EQ(session().cells().rowCount(), 0);
    EXPECT_EQ(session().summary().name, "P-1");
    EXPECT_EQ(context->modelFile(), own);
    EXPECT_TRUE(waitFor([&] { return session().model() && session().model()->file == own.toStdString(); }));
}

TEST_F(SampleCaseTest, TheSecondTimeItIsOpenedAtOnceAlsoAfterARestart) {
    open();
    lookAround();
    ASSERT_TRUE(waitUntilShown()) << said().toStdString();
    const casebook::CaseId made = session().summary().id;
    const QString model = context->modelFile();
    session().newCase();
    EXPECT_TRUE(context->modelFile().isEmpty()) << "nobody chose one";

    Q_EMIT context->welcomeRequested();
    EXPECT_TRUE(find<QAbstractButton>(*window, "welcomeLookAround")->accessibleDescription().startsWith("Open the sample case again"));
    int trainings = 0;
    QObject::connect(&train().session(), &TrainingSession::stateChanged, window.get(), [&] { ++trainings; });
    lookAround();
    ASSERT_TRUE(waitFor([&] { return session().summary().id == made && !session().loading(); }));
    EXPECT_EQ(window->currentWorkspace(), 1);
    EXPECT_EQ(session().cells().rowCount(), 12);
    EXPECT_EQ(trainings, 0);
    EXPECT_EQ(context->modelFile(), model);

    close();
    open();
    EXPECT_EQ(session().summary().id, made) << "where it was";
    EXPECT_EQ(context->modelFile(), model) << "the case is shown, so its model is lent";
    session().newCase();
    lookAround();
    EXPECT_TRUE(waitFor([&] { return session().summary().id == made; }));
}

TEST_F(SampleCaseTest, ACaseThatIsGoneIsMadeAnewFromTheSameTraining) {
    open();
    lookAround();
    ASSERT_TRUE(waitUntilShown());
    auto record = SampleRecord::read(settings);
    ASSERT_TRUE(record);
    const qint64 first = record->caseId;
    record->created = "2001-01-01T00:00:00+00:00";  // another case has its number by now
    record->write(settings);
    session().newCase();
    lookAround();
    ASSERT_TRUE(waitUntilShown());
    EXPECT_NE(session().summary().id, first);
    EXPECT_EQ(session().cells().rowCount(), 12);
    EXPECT_EQ(runs().size(), 1) << "nothing was trained again";
    EXPECT_EQ(SampleRecord::read(settings)->caseId, session().summary().id);
}

TEST_F(SampleCaseTest, DataThatAreOpenStayOpen) {
    open();
    const auto own = std::make_shared<const dataset::Dataset>();
    context->setDataset(own);
    const auto plan = context->plannedTraining();
    lookAround();
    ASSERT_TRUE(waitUntilShown()) << said().toStdString();
    EXPECT_EQ(context->dataset(), own);
    EXPECT_EQ(context->plannedTraining(), plan) << "the form is the person's";
}

TEST_F(SampleCaseTest, WhoDoesSomethingElseMeanwhileIsNotInterrupted) {
    open();
    const casebook::CaseId mine = ownCase();
    lookAround();
    ASSERT_TRUE(waitFor([this] { return sample().state() == State::Training; }, kLimitMs));
    window->showWorkspace(1);
    ASSERT_TRUE(waitFor([this] { return sample().state() == State::Ready; }, kLimitMs)) << said().toStdString();
    EXPECT_EQ(session().summary().id, mine);
    EXPECT_TRUE(said().contains("ready"));
    click(*window, "sampleShow");
    ASSERT_TRUE(waitUntilShown());
    EXPECT_EQ(session().summary().name, sampleName());
}

TEST_F(SampleCaseTest, AModelChosenInTheSampleCaseStays) {
    open();
    lookAround();
    ASSERT_TRUE(waitUntilShown());
    const QString own = test::qpath(test::makeTinyModel(folder.path()));
    context->setModelFile(own);
    EXPECT_EQ(context->modelFile(), own);
    session().rename("Try-out");
    ASSERT_TRUE(waitFor([this] { return !context->anyBusy(); }));
    EXPECT_EQ(context->modelFile(), own) << "it is still the same showing of the case";
}

TEST_F(SampleCaseTest, PicturesThatWaitForAModelAreNotClassifiedByTheSamples) {
    open();
    session().classify({test::qpath(folder / "cell.png")});
    lookAround();
    EXPECT_EQ(sample().state(), State::Failed);
    EXPECT_TRUE(said().contains("wait in Classify")) << said().toStdString();
    EXPECT_TRUE(find<QWidget>(*window, "sampleStrip")->isVisible());
    click(*window, "sampleDismiss");
    EXPECT_FALSE(find<QWidget>(*window, "sampleStrip")->isVisible());
}

TEST_F(SampleCaseTest, AnotherTrainingIsNotDisturbed) {
    open();
    auto ends = std::make_shared<std::atomic<bool>>(false);
    context->trainingWorker.run<int>(
        "Training", [ends](ProgressSink&, const CancelToken& cancel) -> Result<int> {
            while (!*ends && !cancel.cancelled()) std::this_thread::yield();
            return 1;
        },
        nullptr, [](const Result<int>&) {});
    lookAround();
    ASSERT_TRUE(waitFor([this] { return sample().state() == State::Failed; }, kLimitMs));
    EXPECT_TRUE(said().contains("Another training")) << said().toStdString();
    EXPECT_TRUE(context->trainingWorker.busy());
    *ends = true;
    ASSERT_TRUE(waitFor([this] { return !context->anyBusy(); }));
    click(*window, "sampleAgain");
    EXPECT_TRUE(waitFor([this] { return sample().state() == State::Training; }, kLimitMs));
}

TEST_F(SampleCaseTest, StopEndsItAndTheNextTimeGoesOn) {
    open();
    auto longer = experiment::withNetwork(experiment::quickPreset(), "leuknet");
    longer.folds = 2;
    longer.epochs = 200;
    sample().setTrainSettings(longer);
    lookAround();
    ASSERT_TRUE(waitFor([this] { return train().session().state() == RunState::Running; }, kLimitMs));
    click(*window, "sampleStop");
    ASSERT_TRUE(waitFor([this] { return sample().state() == State::Resting; }, kLimitMs));
    EXPECT_FALSE(find<QWidget>(*window, "sampleStrip")->isVisible());
    lookAround();
    ASSERT_TRUE(waitFor([this] { return train().session().state() == RunState::Running; }, kLimitMs));
    EXPECT_EQ(runs(), QStringList({"sample-demonstration-cells"})) << "the same run";
}

TEST_F(SampleCaseTest, FailureIsSaidWithWhatAndWhere) {
    settings.set(SettingKey::RunsFolder, test::qpath(folder / "runs" / "below"));
    ASSERT_TRUE(writeFileAtomically(folder / "runs", std::string_view("a file")));
    open();
    lookAround();
    ASSERT_TRUE(waitFor([this] { return sample().state() == State::Failed; }, kLimitMs));
    EXPECT_TRUE(said().startsWith("The sample's training failed.")) << said().toStdString();
    EXPECT_TRUE(said().contains(test::qpath(folder / "runs"))) << said().toStdString();
    EXPECT_TRUE(find<QPushButton>(*window, "sampleAgain")->isVisible());
}

TEST_F(SampleCaseTest, SomethingElseUnderTheRunsNameIsLeftAlone) {
    std::filesystem::create_directories(folder / "runs" / "sample-demonstration-cells");
    ASSERT_TRUE(writeFileAtomically(folder / "runs" / "sample-demonstration-cells" / "notes.txt", std::string_view("mine")));
    open();
    lookAround();
    ASSERT_TRUE(waitUntilShown()) << said().toStdString();
    EXPECT_EQ(runs(), QStringList({"sample-demonstration-cells", "sample-demonstration-cells_2"}));
}

}  // namespace
}  // namespace leukolens::ui
