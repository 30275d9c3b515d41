// How many of the computer's cores this program spreads its work over.
#pragma once

namespace leukolens {

/// As many as the computer has, or what limitCores() said; ≥ 1. Any thread.
int usableCores();

/// For pools that are made from now on; 0: all again. More than the computer has is all. LibTorch and what OpenVINO compiles have counts of their own: engine::useThreads(). Any thread.
void limitCores(int count);

}  // namespace leukolens
