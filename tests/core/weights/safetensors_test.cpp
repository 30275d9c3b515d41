#include "core/weights/safetensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/weights/weights_file.h"

namespace leukolens::weights {
namespace {

Bytes fileOf(const std::string& header, const Bytes& data) {
    const std::uint64_t length = header.size();
    Bytes bytes(8 + header.size() + data.size());
    std::memcpy(bytes.data(), &length, 8);
    std::copy(header.begin(), header.end(), bytes.begin() + 8);
    std::copy(data.begin(), data.end(), bytes.begin() + 8 + static_cast<std::ptrdiff_t>(header.size()));
    return bytes;
}

std::vector<TensorRecord> twoRecords(const std::vector<float>& values) {
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(values.data()), 4 * values.size());
    return {{"b", NumberType::Float32, {3, 2}, {1, 3}, bytes.first(24)}, {"a", NumberType::BFloat16, {}, {}, bytes.subspan(24, 2)}, {"none", NumberType::Int64, {0, 4}, {4, 1}, {}}};
}

TEST(Safetensors, ComesBackAsItWasWritten) {
    const std::vector<float> values = {0, 1, 2, 3, 4, 5, 6};
    const auto bytes = writeSafetensors(twoRecords(values), {{"format", "pt"}});
    EXPECT_EQ(bytes, writeSafetensors(twoRecords(values), {{"format", "pt"}}));
    const auto back = readSafetensors(bytes, "x");
    ASSERT_TRUE(back) << back.error().what;
    ASSERT_EQ(back->size(), 3u);
    EXPECT_EQ((*back)[0].name, "a");
    EXPECT_EQ((*back)[1].type, NumberType::Float32);
    EXPECT_EQ((*back)[1].shape, (std::vector<std::int64_t>{3, 2}));
    std::vector<float> copy(6);
    std::memcpy(copy.data(), (*back)[1].bytes.data(), 24);
    EXPECT_EQ(copy, (std::vector<float>{0, 3, 1, 4, 2, 5}));  // was transposed, is contiguous now
}

TEST(Safetensors, ReadsAFileMadeByHand) {
    const auto records = readSafetensors(fileOf(R"({"__metadata__":{"x":"y"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", Bytes(8)), "x");
    ASSERT_TRUE(records) << records.error().what;
    ASSERT_EQ(records->size(), 1u);
    EXPECT_EQ(records->front().bytes.size(), 8u);
}

TEST(Safetensors, RefusesEveryLie) {
    const Bytes eight(8);
    const std::pair<const char*, const char*> lies[] = {
        {R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", "12 bytes, found 8"},
        {R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", "outside"},
        {R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", "outside"},
        {R"({"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}})", "number type F99"},
        {R"({"w":{"dtype":"F32","shape":[2]}})", "not described"},
        {R"({"w":{"dtype":"I8","shape":[8],"data_offsets":[0,8]}})", "number type I8"},
        {R"({"w":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "4 bytes, the file has 8"},
        {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", "'a' occurs twice"},
        {R"({"w":{"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,8]}})", "'dtype' occurs twice"},
        {R"({"w":[[[[[[[[]]]]]]]]})", "nested too deeply"},
        {R"([1,2])", "no JSON object"},
        {R"({"w":)", "cannot be read"},
    };
    for (const auto& [header, words] : lies) {
        const auto state = readSafetensors(fileOf(header, eight), "lie.safetensors");
        ASSERT_FALSE(state) << header;
        EXPECT_EQ(state.error().code, ErrorCode::DamagedModel);
        EXPECT_NE(state.error().what.find(words), std::string::npos) << state.error().what;
        EXPECT_EQ(state.error().file, "lie.safetensors");
    }
}

TEST(Safetensors, RefusesTensorsThatOverlapOrLeaveGaps) {
    const auto open = [](const std::string& header) {
        const auto bytes = std::make_shared<const Bytes>(fileOf(header, Bytes(8)));
        return WeightsFile::fromBytes(bytes, *bytes, "x");
    };
    const auto overlap = open(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},"b":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})");
    ASSERT_FALSE(overlap);
    EXPECT_NE(overlap.error().what.find("share bytes"), std::string::npos) << overlap.error().what;
}

TEST(Safetensors, RefusesAHeaderOfMegabytes) {
    const auto refused = readSafetensors(fileOf(std::string(3u << 20, ' '), {}), "x");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("more than any network needs"), std::string::npos);
}

TEST(Safetensors, RefusesEveryTruncation) {
    const std::vector<float> values = {0, 1, 2, 3, 4, 5, 6};
    const auto bytes = writeSafetensors(twoRecords(values));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(readSafetensors(std::span(bytes.data(), size), "x")) << size;
}

}  // namespace
}  // namespace leukolens::weights
