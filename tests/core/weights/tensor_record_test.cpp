#include "core/weights/tensor_record.h"

#include <gtest/gtest.h>

#include <cstring>
#include <numeric>

namespace leukolens::weights {
namespace {

using Shape = std::vector<std::int64_t>;

std::vector<float> numbers(std::size_t count) {
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), 0.0f);
    return values;
}

std::span<const std::uint8_t> bytesOf(const std::vector<float>& values) { return {reinterpret_cast<const std::uint8_t*>(values.data()), 4 * values.size()}; }

std::vector<float> copied(const Shape& shape, const Shape& stride, const std::vector<float>& values) {
    const TensorRecord record{"t", NumberType::Float32, shape, stride, bytesOf(values)};
    std::vector<float> out(record.elements());
    copyContiguous(record, {reinterpret_cast<std::uint8_t*>(out.data()), 4 * out.size()});
    return out;
}

TEST(TensorRecord, CopiesInRowMajorOrderWhateverTheStride) {
    EXPECT_EQ(copied({2, 3}, {3, 1}, numbers(6)), (std::vector<float>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(copied({3, 2}, {1, 3}, numbers(6)), (std::vector<float>{0, 3, 1, 4, 2, 5}));  // transposed
    EXPECT_EQ(copied({2, 2}, {4, 2}, numbers(8)), (std::vector<float>{0, 2, 4, 6}));        // every other column
    EXPECT_EQ(copied({2, 1, 3}, {1, 100, 2}, numbers(6)), (std::vector<float>{0, 2, 4, 1, 3, 5}));
    EXPECT_EQ(copied({}, {}, numbers(1)), (std::vector<float>{0}));
    EXPECT_TRUE(copied({0, 3}, {3, 1}, {}).empty());
}

TEST(TensorRecord, KnowsHowFarATensorReaches) {
    EXPECT_EQ(extentBytes(Shape{2, 3}, Shape{3, 1}, NumberType::Float32), 24u);
    EXPECT_EQ(extentBytes(Shape{2, 2}, Shape{4, 2}, NumberType::Float16), 14u);
    EXPECT_EQ(extentBytes(Shape{}, Shape{}, NumberType::Int64), 8u);
    EXPECT_EQ(extentBytes(Shape{0, 1ll << 62}, Shape{1, 1}, NumberType::Float32), 0u);
}

TEST(TensorRecord, RefusesShapesThatCannotBe) {
    const std::pair<Shape, Shape> impossible[] = {
        {{-1}, {1}}, {{2}, {-1}}, {{2, 2}, {1}}, {{1ll << 41}, {1}}, {{1ll << 32, 1ll << 32}, {1ll << 32, 1}}, {{2}, {1ll << 62}}, {Shape(9, 1), Shape(9, 1)},
        {{1000}, {0}},       // one number repeated a thousand times
        {{10, 10}, {1, 1}},  // windows that overlap
    };
    for (const auto& [shape, stride] : impossible) EXPECT_FALSE(extentBytes(shape, stride, NumberType::Float32)) << shapeText(shape);
}

Result<void> checked(std::vector<TensorRecord> records) { return checkRecords(records, "w.pth"); }

TEST(TensorRecord, TakesThePrefixesOfWrappersAway) {
    const auto values = numbers(3);
    const auto bytes = bytesOf(values);
    std::vector<TensorRecord> records = {{"module._orig_mod.b", NumberType::Float32, {1}, {1}, bytes.subspan(0, 4)},
                                         {"module.module.a", NumberType::Float32, {1}, {1}, bytes.subspan(4, 4)},
                                         {"modulex.c", NumberType::Float32, {1}, {1}, bytes.subspan(8, 4)}};
    ASSERT_TRUE(checkRecords(records, "w.pth"));
    EXPECT_EQ(records[0].name, "a");
    EXPECT_EQ(records[1].name, "b");
    EXPECT_EQ(records[2].name, "modulex.c");
}

TEST(TensorRecord, RefusesNamesThatOccurTwiceOrAreNone) {
    const auto values = numbers(2);
    const auto bytes = bytesOf(values);
    const auto named = [&](const std::string& first, const std::string& second) {
        return checked({{first, NumberType::Float32, {1}, {1}, bytes.subspan(0, 4)}, {second, NumberType::Float32, {1}, {1}, bytes.subspan(4, 4)}});
    };
    EXPECT_TRUE(named("a", "b"));
    EXPECT_NE(named("a", "module.a").error().what.find("occurs twice"), std::string::npos);
    EXPECT_NE(named("a", "module.").error().what.find("no name"), std::string::npos);
    EXPECT_EQ(named("a", "b\n\xff").error().code, ErrorCode::DamagedModel);
    EXPECT_NE(named("a", "b\n\xff").error().what.find("'b?" "?'"), std::string::npos);
    EXPECT_FALSE(named("a", std::string(1000, 'x')));
    EXPECT_EQ(checked({}).error().code, ErrorCode::NotAModel);
}

TEST(TensorRecord, RefusesTensorsThatShareBytes) {
    const auto values = numbers(4);
    const auto bytes = bytesOf(values);
    const auto result = checked({{"a", NumberType::Float32, {3}, {1}, bytes.subspan(0, 12)}, {"b", NumberType::Float32, {2}, {1}, bytes.subspan(8, 8)}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::DamagedModel);
    EXPECT_NE(result.error().what.find("share bytes"), std::string::npos);
    EXPECT_TRUE(checked({{"a", NumberType::Float32, {2}, {1}, bytes.subspan(0, 8)}, {"b", NumberType::Float32, {2}, {1}, bytes.subspan(8, 8)}}));
}

}  // namespace
}  // namespace leukolens::weights
