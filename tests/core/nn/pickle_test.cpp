#include "core/nn/pickle.h"

#include <gtest/gtest.h>

namespace leukolens::nn {
namespace {

using namespace std::string_literals;

Result<std::vector<PickledTensor>> read(const std::string& pickle) {
    return readPickledTensors({reinterpret_cast<const std::uint8_t*>(pickle.data()), pickle.size()}, "w.pth");
}

std::string text(const std::string& value) { return "X"s + static_cast<char>(value.size()) + "\0\0\0"s + value; }

// What torch.save writes for {"w": a 2×3 float tensor}, without the memo instructions.
std::string tensor() {
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") +
           "K\x06tQK\x00K\x02K\x03\x86K\x03K\x01\x86\x89"s + "ccollections\nOrderedDict\n)RtR";
}
std::string dictOf(const std::string& content) { return "\x80\x02}(" + content + "u."; }

TEST(Pickle, ReadsATensorAsPyTorchWritesIt) {
    const auto tensors = read(dictOf(text("w") + tensor()));
    ASSERT_TRUE(tensors) << tensors.error().what;
    ASSERT_EQ(tensors->size(), 1u);
    const auto& w = tensors->front();
    EXPECT_EQ(w.name, "w");
    EXPECT_EQ(w.storageType, "FloatStorage");
    EXPECT_EQ(w.storageKey, "0");
    EXPECT_EQ(w.storageSize, 6);
    EXPECT_EQ(w.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(w.stride, (std::vector<std::int64_t>{3, 1}));
}

TEST(Pickle, FindsTheStateDictInsideACheckpoint) {
    const auto tensors = read(dictOf(text("epoch") + "K\x05" + text("state_dict") + "}(" + text("w") + tensor() + "u"));
    ASSERT_TRUE(tensors) << tensors.error().what;
    EXPECT_EQ(tensors->front().name, "w");
}

TEST(Pickle, RefusesToNameAnythingElse) {
    for (const char* name : {"cos\nsystem\n", "cbuiltins\neval\n", "ctorch\nload\n", "ctorch._utils\n_rebuild_device_tensor_from_numpy\n"}) {
        const auto tensors = read("\x80\x02"s + name + "(" + text("echo") + "tR.");
        ASSERT_FALSE(tensors) << name;
        EXPECT_EQ(tensors.error().code, ErrorCode::NotAModel);
        EXPECT_NE(tensors.error().what.find("not allowed"), std::string::npos);
    }
}

TEST(Pickle, RefusesUnknownInstructions) {
    // INST, OBJ, NEWOBJ, EXT1, STRING: ways to call or to confuse.
    for (const char opcode : {'i', 'o', '\x81', '\x82', 'S'}) EXPECT_EQ(read("\x80\x02"s + opcode + "x\ny\n.").error().code, ErrorCode::NotAModel);
}

TEST(Pickle, SaysWhenItEndsEarly) {
    const std::string whole = dictOf(text("w") + tensor());
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(read(whole.substr(0, size))) << size;
    EXPECT_EQ(read(whole.substr(0, whole.size() - 1)).error().code, ErrorCode::DamagedModel);
}

TEST(Pickle, SurvivesDeepNestingAndRings) {
    std::string deep = "\x80\x02";
    for (int i = 0; i < 500000; ++i) deep += ']';
    for (int i = 0; i < 499999; ++i) deep += 'a';
    EXPECT_FALSE(read(deep + "."));
    EXPECT_FALSE(read("\x80\x02]q\x00h\x00\x61."s));
}

TEST(Pickle, RefusesInstructionsWithoutTheirValues) {
    for (const char* pickle : {"\x80\x02t.", "\x80\x02R.", "\x80\x02Q.", "\x80\x02u.", "\x80\x02.", "\x80\x02h\x05.", "\x80\x02}K\x01s."})
        EXPECT_FALSE(read(pickle)) << pickle;
}

}  // namespace
}  // namespace leukolens::nn
