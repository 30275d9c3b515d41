// A trained finder in place of the program's own, chosen in Slides.
#include <QAction>
#include <QToolButton>

#include "tests/core/fields/drawn_fields.h"
#include "tests/core/fields/quick_training.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/slides/slides_workspace_fixture.h"
#include "ui/finder/finder_window.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/message_bar.h"

namespace leukolens::test {
namespace {

using ui::SettingKey;

class TrainedFinderTest : public SlidesTest {
protected:
    ~TrainedFinderTest() override { ui::dialogs::clearTestHook(); }

    /// Of drawn discs and hardly trained: what it finds is any.
    std::filesystem::path trainFinder(double umPerPx) {
        QuietObserver silent;
        writeDrawnFields(m_folder / "boxed", 2);
        NoProgress progress;
        const auto set = fields::readFields(m_folder / "boxed", progress, {});
        auto settings = quickFieldSettings();
        settings.testShare = 0;
        settings.umPerPx = umPerPx;
        const auto result = fields::trainFields(*set, settings, m_folder / "my-finder", {silent, progress, {}});
        EXPECT_TRUE(result) << result.error().message();
        return result ? result->model : std::filesystem::path();
    }
    void choose(const std::filesystem::path& model) {
        ui::dialogs::setTestHook({{}, [model](const QString&) { return qpath(model); }});
        action("chooseFinder")->trigger();
        ASSERT_TRUE(waitFor([this] { return messages() > 0; }));
    }
    QAction* action(const char* name) { return find<QAction>(*m_slides, name); }
    int messages() { return m_slides->findChild<ui::MessageBar*>()->count(); }
    QString used() { return m_settings->text(SettingKey::FinderFile); }
};

TEST_F(TrainedFinderTest, SearchesOnceItIsChosen) {
    const auto model = trainFinder(0.4);
    open(drawField("field.png"));
    EXPECT_TRUE(action("ownFinder")->isChecked());
    EXPECT_FALSE(action("trainedFinder")->isVisible());
    choose(model);
    EXPECT_EQ(used(), qpath(model));
    EXPECT_TRUE(action("trainedFinder")->isChecked());
    EXPECT_EQ(action("trainedFinder")->text(), "With my-finder") << "all models of finders are called alike: the run says which it is";
    session().setUmPerPx(0, 0.1);
    findCells();
    const auto found = shownMarks().size();
    EXPECT_NE(found, 3u) << "hardly trained, it does not see what the program's own finder sees";
    // Another run of the program goes on with it.
    closeWindow();
    openWindow();
    EXPECT_TRUE(action("trainedFinder")->isChecked());
    open(m_folder / "field.png");
    action("ownFinder")->trigger();
    EXPECT_TRUE(used().isEmpty());
    EXPECT_TRUE(action("trainedFinder")->isVisible()) << "it can be taken again";
    findCells();
    EXPECT_NE(markAt(150, 120).key, 0);
    EXPECT_GE(shownMarks().size(), std::max<std::size_t>(found, 3));
}

TEST_F(TrainedFinderTest, ModelsThatFindNoWhiteCellsAreRefused) {
    open(drawField("field.png"));
    choose(makeTinyModel(m_folder.path()));
    EXPECT_TRUE(used().isEmpty());
    EXPECT_TRUE(action("ownFinder")->isChecked());
}

TEST_F(TrainedFinderTest, AModelThatIsGoneIsSaid) {
    const auto model = trainFinder(0.4);
    open(drawField("field.png"));
    choose(model);
    ASSERT_EQ(used(), qpath(model));
    std::filesystem::remove(model);
    const int before = messages();
    findCells();
    EXPECT_GT(messages(), before);
    EXPECT_TRUE(shownMarks().empty()) << "the program's own does not step in silently";
}

TEST_F(TrainedFinderTest, AWindowTrainsOne) {
    Q_EMIT m_context->trainFinderRequested();
    auto* window = m_slides->findChild<ui::FinderWindow*>();
    ASSERT_TRUE(window);
    EXPECT_TRUE(window->isVisible());
    const auto model = trainFinder(0.4);
    Q_EMIT window->useRequested(qpath(model));
    EXPECT_TRUE(waitFor([&] { return used() == qpath(model); }));
    EXPECT_FALSE(window->isVisible()) << "what it is used for is seen behind it";
}

}  // namespace
}  // namespace leukolens::test
