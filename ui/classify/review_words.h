// The model's flags in words.
#pragma once

#include <QString>

#include <string>

namespace leukolens::ui {

/// One that is not known here is shown as it is.
QString flagTitle(const std::string& flag);
/// What to do about it, beyond looking; empty for most.
QString flagAdvice(const std::string& flag);

}  // namespace leukolens::ui
