// The pictures of the help: what help_pictures makes is what pages may name.
#pragma once

namespace leukolens::test {

inline constexpr const char* kHelpPictures[] = {"window", "classify", "classify-inspector", "slides", "data", "train", "evaluate", "cases", "models", "settings", "report"};

}  // namespace leukolens::test
