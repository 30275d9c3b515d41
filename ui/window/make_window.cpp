#include "ui/window/make_window.h"

#include "core/engine/device.h"
#include "ui/accounts/accounts_control.h"
#include "ui/cases/automatic_copies.h"
#include "ui/cases/cases_workspace.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/classify/store_login.h"
#include "ui/data/data_workspace.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/help/help_control.h"
#include "ui/models/model_drop.h"
#include "ui/models/models_window.h"
#include "ui/slides/slides_workspace.h"
#include "ui/training/train_workspace.h"
#include "ui/welcome/welcome.h"

namespace leukolens::ui {

namespace {

/// A cell is one thing in both workspaces: chosen in one it is chosen in the other.
void connectSlides(MainWindow& window, ClassifyWorkspace& classify, SlidesWorkspace& slides) {
    classify.setSlidePlaces([&slides](const std::string& picture) { return slides.placeOf(picture); });
    QObject::connect(&slides, &SlidesWorkspace::cellChosen, &classify, &ClassifyWorkspace::selectCell);
    QObject::connect(&classify, &ClassifyWorkspace::cellSelected, &slides, &SlidesWorkspace::selectCell);
    QObject::connect(&slides, &SlidesWorkspace::showInClassifyRequested, &window, [&window, &classify](CellKey key) {
        window.showWorkspace(1);
        classify.selectCell(key);
    });
    QObject::connect(&classify, &ClassifyWorkspace::showOnSlideRequested, &window, [&window, &slides](CellKey key) {
        window.showWorkspace(2);
        slides.goToCell(key);
    });
}

}  // namespace

std::unique_ptr<MainWindow> makeWindow(AppContext& context) {
    auto window = std::make_unique<MainWindow>(context);
    new HelpControl(context.settings, *window);  // first: what the others show may ask for help
    auto* classify = new ClassifyWorkspace(context, window.get());
    window->addWorkspace(1, classify);
    auto* slides = new SlidesWorkspace(context, classify->session(), window.get());
    window->addWorkspace(2, slides);
    connectSlides(*window, *classify, *slides);
    auto* data = new DataWorkspace(context, window.get());
    window->addWorkspace(3, data);
    auto* train = new TrainWorkspace(context, window.get());
    window->addWorkspace(4, train);
    window->addWorkspace(5, new EvaluateWorkspace(context, window.get()));
    auto* cases = new CasesWorkspace(context, classify->session().writer(), window.get());
    window->addWorkspace(6, cases);
    auto* copies = new AutomaticCopies(context, classify->session().writer(), window.get());
    QObject::connect(copies, &AutomaticCopies::failed, cases, &Workspace::showError);
    auto* models = new ModelsWindow(context, window.get());
    new ModelDrop(context, *window, *models);  // lives as long as the window
    new AccountsControl(context, classify->session().writer(), *window);
    new StoreLogin(context, classify->session().writer(), window.get());
    new Welcome(context, *window, classify->session(), *data, *train);
    window->setDeviceDescriber(engine::describeDevice);
    return window;
}

void welcomeAtFirstStart(MainWindow& window) { window.findChild<Welcome*>()->showAtFirstStart(); }

}  // namespace leukolens::ui
