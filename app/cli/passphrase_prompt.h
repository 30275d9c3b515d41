// Asks for a passphrase on a terminal, unseen, and leaves the terminal as it was however that ends.
#pragma once

#include <string>

#include "core/base/result.h"

namespace leukolens::cli {

/// A line of standard input without its end. A signal that ends or stops the program takes effect when the terminal shows again what is typed; after a stop (Ctrl+Z) it asks anew.
/// Cancelled: a signal came whose handler let the program go on. One caller at a time.
Result<std::string> askPassphrase(const std::string& prompt);

}  // namespace leukolens::cli
