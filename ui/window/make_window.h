// The whole window: shell and workspaces put together.
#pragma once

#include <memory>

#include "ui/shell/main_window.h"

namespace leukolens::ui {

/// `context` must outlive the window.
std::unique_ptr<MainWindow> makeWindow(AppContext& context);

/// At a start that shows nothing in particular: the three cards of the welcome page, where they were never left.
void welcomeAtFirstStart(MainWindow& window);

}  // namespace leukolens::ui
