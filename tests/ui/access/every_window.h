// Every window and dialog of the program beside the main one, one after another: what holds for one has to hold for all.
#pragma once

#include <QWidget>

#include <functional>
#include <string>
#include <vector>

#include "tests/ui/support/staged_window.h"

namespace leukolens::test {

/// Opens it over the window, calls `look` with it while it is shown, and closes it as a person does. What is shown in the main window itself is no window, but a part of it.
struct OtherWindow {
    std::string name;
    std::vector<std::string> classes;  ///< which of the program's dialog and window classes it is
    std::function<void(StagedWindow&, const std::function<void(QWidget&)>& look)> open;
    bool takesLong = false;  ///< more than a moment: it makes a document, or reads a file
};

/// All of them. The window shows Classify with its case.
const std::vector<OtherWindow>& otherWindows();

/// Classes of ui/ that are windows of their own, read from the sources: one that otherWindows() does not know is found by a test.
std::vector<std::string> windowClassesInSources();

/// Headers of ui/ as lines, file by file: for tests that look at how things are declared.
std::vector<std::pair<std::string, std::string>> sourcesOf(const char* folder, const char* ending);

/// A widget for a person who reads a failure: class, name, text, and where it is.
std::string described(const QWidget& widget);

}  // namespace leukolens::test
