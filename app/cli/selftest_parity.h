// The part of `leukolens selftest` that compares the network with torchvision's: devices and precisions, here or not.
#pragma once

#include <span>

#include "app/cli/selftest_check.h"

namespace leukolens::cli {

struct ParityCheck {
    const char* name;
    const char* device;
    const char* precision;
};

/// All of them, whatever this computer has.
std::span<const ParityCheck> parityChecks();

/// Skipped where the device or the precision is not here.
Outcome runParityCheck(const ParityCheck& check);

}  // namespace leukolens::cli
