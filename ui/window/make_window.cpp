#include "ui/window/make_window.h"

#include "core/engine/device.h"
#include "ui/classify/classify_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/models/model_drop.h"
#include "ui/models/models_window.h"
#include "ui/training/train_workspace.h"

namespace leukolens::ui {

std::unique_ptr<MainWindow> makeWindow(AppContext& context) {
    auto window = std::make_unique<MainWindow>(context);
    window->addWorkspace(1, new ClassifyWorkspace(context, window.get()));
    window->addWorkspace(3, new DataWorkspace(context, window.get()));
    window->addWorkspace(4, new TrainWorkspace(context, window.get()));
    window->addWorkspace(5, new EvaluateWorkspace(context, window.get()));
    auto* models = new ModelsWindow(context, window.get());
    new ModelDrop(context, *window, *models);  // lives as long as the window
    window->setDeviceDescriber(engine::describeDevice);
    return window;
}

}  // namespace leukolens::ui
