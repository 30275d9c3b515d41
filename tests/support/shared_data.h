// Real images and weights that are never part of the project: tests that need them skip where they are absent.
#pragma once

#include <filesystem>
#include <optional>

namespace leukolens::test {

/// LEUKOLENS_SHARED_DATA, or ../shared/data beside the checkout; nothing if `name` is not in it.
std::optional<std::filesystem::path> sharedData(const std::filesystem::path& name);

}  // namespace leukolens::test

#define LEUKOLENS_NEEDS_SHARED(variable, name)                                             \
    const auto variable##Found = leukolens::test::sharedData(name);                        \
    if (!variable##Found) GTEST_SKIP() << "no " << name << " beside the checkout";         \
    const std::filesystem::path variable = *variable##Found
