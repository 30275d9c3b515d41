// How classes and probabilities are written in the window.
#pragma once

#include <QString>

#include <string>

namespace leukolens::ui {

/// Translated name for people: "ALL blast", "Normal", "Unidentified", or the class's own name.
QString classTitle(const std::string& className);

/// "97 %" in the person's locale; decimals as asked.
QString percentText(double share, int decimals = 0);

}  // namespace leukolens::ui
