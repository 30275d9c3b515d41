#include "core/weights/pth_records.h"

#include <gtest/gtest.h>

#include "core/base/files.h"

namespace leukolens::weights {
namespace {

PickledTensor tensor(std::vector<std::int64_t> shape, std::vector<std::int64_t> stride, std::int64_t offset, const char* type = "FloatStorage") {
    return {"t", type, "0", 6, offset, std::move(shape), std::move(stride)};
}

Result<TensorRecord> onSixFloats(const PickledTensor& pickled) {
    static const Bytes storage(24);
    return recordOf(pickled, storage, "w.pth");
}

TEST(PthRecords, LiesWhereOffsetAndStrideSay) {
    const auto record = onSixFloats(tensor({2, 2}, {2, 1}, 2));
    ASSERT_TRUE(record) << record.error().what;
    EXPECT_EQ(record->bytes.size(), 16u);
    const auto whole = onSixFloats(tensor({2, 3}, {3, 1}, 0));
    EXPECT_EQ(record->bytes.data(), whole->bytes.data() + 8);
    EXPECT_TRUE(onSixFloats(tensor({0}, {1}, 6)));
}

TEST(PthRecords, RefusesWhatReachesBeyondItsStorage) {
    for (const auto& pickled : {tensor({7}, {1}, 0), tensor({6}, {1}, 1), tensor({2}, {6}, 0), tensor({1}, {1}, 6), tensor({1}, {1}, 7), tensor({0}, {1}, 7),
                                tensor({1}, {1}, -1), tensor({1}, {1}, INT64_MAX)}) {
        const auto record = onSixFloats(pickled);
        ASSERT_FALSE(record);
        EXPECT_EQ(record.error().code, ErrorCode::DamagedModel);
        EXPECT_NE(record.error().what.find("beyond the 6 numbers"), std::string::npos) << record.error().what;
    }
    EXPECT_NE(onSixFloats(tensor({-2}, {1}, 0)).error().what.find("impossible shape, -2"), std::string::npos);
}

TEST(PthRecords, CountsNumbersOfTheStoragesType) {
    EXPECT_TRUE(onSixFloats(tensor({12}, {1}, 0, "HalfStorage")));
    EXPECT_FALSE(onSixFloats(tensor({4}, {1}, 0, "DoubleStorage")));
    const auto other = onSixFloats(tensor({1}, {1}, 0, "CharStorage"));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::NotAModel);
    EXPECT_NE(other.error().what.find("CharStorage"), std::string::npos);
}

}  // namespace
}  // namespace leukolens::weights
