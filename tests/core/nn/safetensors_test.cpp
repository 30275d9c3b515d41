#include "core/nn/safetensors.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace leukolens::nn {
namespace {

Bytes fileOf(const std::string& header, const Bytes& data) {
    const std::uint64_t length = header.size();
    Bytes bytes(8 + header.size() + data.size());
    std::memcpy(bytes.data(), &length, 8);
    std::copy(header.begin(), header.end(), bytes.begin() + 8);
    std::copy(data.begin(), data.end(), bytes.begin() + 8 + static_cast<std::ptrdiff_t>(header.size()));
    return bytes;
}

TEST(Safetensors, ComesBackAsItWasWritten) {
    StateDict state;
    state["a"] = at::arange(6, at::kFloat).reshape({2, 3}).t();  // not contiguous
    state["b"] = at::tensor({1.5, -2.0}, at::kDouble).to(at::kBFloat16);
    state["c"] = at::scalar_tensor(7, at::kLong);
    state["empty"] = at::empty({0, 4});
    const auto back = readSafetensors(writeSafetensors(state), "x");
    ASSERT_TRUE(back);
    ASSERT_EQ(back->size(), state.size());
    for (const auto& [name, tensor] : state) {
        EXPECT_EQ(back->at(name).scalar_type(), tensor.scalar_type()) << name;
        EXPECT_TRUE(at::equal(back->at(name), tensor)) << name;
    }
}

TEST(Safetensors, ReadsAFileMadeByHand) {
    const float values[] = {1, 2};
    Bytes data(8);
    std::memcpy(data.data(), values, 8);
    const auto state = readSafetensors(fileOf(R"({"__metadata__":{"x":"y"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", data), "x");
    ASSERT_TRUE(state);
    EXPECT_EQ(state->size(), 1u);
    EXPECT_EQ(state->at("w")[1].item<float>(), 2);
}

TEST(Safetensors, RefusesEveryLie) {
    const Bytes eight(8);
    const std::pair<const char*, const char*> lies[] = {
        {R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", "12 bytes, found 8"},
        {R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", "outside"},
        {R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", "outside"},
        {R"({"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}})", "impossible shape"},
        {R"({"w":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}})", "number type"},
        {R"({"w":{"dtype":"F32","shape":[2]}})", "cannot be read"},
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

TEST(Safetensors, RefusesEveryTruncation) {
    StateDict state;
    state["a"] = at::ones({3});
    const auto bytes = writeSafetensors(state);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(readSafetensors(std::span(bytes.data(), size), "x")) << size;
}

}  // namespace
}  // namespace leukolens::nn
