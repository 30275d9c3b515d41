// The setting of how many cores the program computes with.
#pragma once

namespace leukolens::ui {

class AppSettings;

/// For LibTorch, for what OpenVINO compiles, and for the pools that decode, search and measure; the threads that compute take it when they begin, so call it before the first window. "Automatic" leaves everything as it is: all cores, or what
/// the environment says (OMP_NUM_THREADS).
void useComputeThreads(const AppSettings& settings);

}  // namespace leukolens::ui
