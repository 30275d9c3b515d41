#include "core/base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace leukolens {
namespace {

TEST(Error, MessageNamesFileFaultAndAdviceOnOneLine) {
    const Error error{ErrorCode::DamagedImage, "ends after 10 of 20 bytes", "a/cell.bmp", "Copy it again."};
    EXPECT_EQ(error.message(), "a/cell.bmp: ends after 10 of 20 bytes. Copy it again.");
}

TEST(Error, MessageWithoutFileAndAdviceIsTheFaultAlone) { EXPECT_EQ((Error{ErrorCode::Cancelled, "stopped", {}, {}}).message(), "stopped."); }

TEST(Error, EveryCodeHasANameOfItsOwn) {
    std::set<std::string_view> names;
    const int last = static_cast<int>(ErrorCode::Internal);
    for (int code = 0; code <= last; ++code) names.insert(toString(static_cast<ErrorCode>(code)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(last + 1));
}

}  // namespace
}  // namespace leukolens
