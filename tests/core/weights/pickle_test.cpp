#include "core/weights/pickle.h"

#include <gtest/gtest.h>

namespace leukolens::weights {
namespace {

using namespace std::string_literals;

Result<PickledState> read(const std::string& pickle) {
    return readPickledState({reinterpret_cast<const std::uint8_t*>(pickle.data()), pickle.size()}, "w.pth");
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
    ASSERT_EQ(tensors->tensors.size(), 1u);
    const auto& w = tensors->tensors.front();
    EXPECT_EQ(w.name, "w");
    EXPECT_EQ(w.storageType, "FloatStorage");
    EXPECT_EQ(w.storageKey, "0");
    EXPECT_EQ(w.storageSize, 6);
    EXPECT_EQ(tensors->storageTypes.at("0"), "FloatStorage");
    EXPECT_EQ(tensors->length, dictOf(text("w") + tensor()).size());
    EXPECT_EQ(w.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(w.stride, (std::vector<std::int64_t>{3, 1}));
}

TEST(Pickle, FindsTheStateDictInsideACheckpoint) {
    const auto tensors = read(dictOf(text("epoch") + "K\x05" + text("state_dict") + "}(" + text("w") + tensor() + "u"));
    ASSERT_TRUE(tensors) << tensors.error().what;
    EXPECT_EQ(tensors->tensors.front().name, "w");
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

TEST(Pickle, RefusesWhatWouldMultiplyTheFile) {
    // A shape of many sizes, used for tensor after tensor; a reference far away; more values than any network.
    std::string sizes = "\x80\x02("s;
    for (int i = 0; i < 20; ++i) sizes += "K\x01"s;
    EXPECT_NE(read(sizes + "tq\x00"s + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\x06tQK\x00h\x00h\x00\x89K\x00tR."s)
                  .error().what.find("20 dimensions"), std::string::npos);
    EXPECT_NE(read("\x80\x02Nr\xff\xff\xff\x7f."s).error().what.find("too far"), std::string::npos);
    // A long key or name, named again and again.
    const std::string longText = "X\xff\xff\x03\x00"s + std::string(0x3ffff, 'k');
    EXPECT_NE(read("\x80\x02}(" + longText + tensor() + "u.").error().what.find("name that is too long"), std::string::npos);
    EXPECT_NE(read("\x80\x02(" + text("storage") + "ctorch\nFloatStorage\n" + longText + text("cpu") + "K\x06tQ.").error().what.find("key that is too long"), std::string::npos);
    std::string many = "\x80\x02";
    for (int i = 0; i < (1 << 20) + 1; ++i) many += "K\x01";
    EXPECT_NE(read(many).error().what.find("too many values"), std::string::npos);
    std::string none = "\x80\x02";
    none.append((1u << 21) + 1, 'N');
    EXPECT_NE(read(none).error().what.find("too many instructions"), std::string::npos);
}

TEST(Pickle, ReadsTheFactsAndKeysOfTheOldForm) {
    const auto bytes = [](const std::string& p) { return std::span(reinterpret_cast<const std::uint8_t*>(p.data()), p.size()); };
    const std::string facts = "\x80\x02}(" + text("protocol_version") + "M\xe9\x03"s + text("little_endian") + "\x88u.";
    const auto system = readPickledSystem(bytes(facts + "rest"), "w.pth");
    ASSERT_TRUE(system);
    EXPECT_TRUE(system->littleEndian);
    EXPECT_EQ(system->length, facts.size());
    const std::string keys = "\x80\x02](" + text("10") + text("7") + "e.";
    const auto texts = readPickledTexts(bytes(keys), "w.pth");
    ASSERT_TRUE(texts);
    EXPECT_EQ(texts->texts, (std::vector<std::string>{"10", "7"}));
    EXPECT_EQ(readPickledTexts(bytes("\x80\x02K\x01."s), "w.pth").error().code, ErrorCode::NotAModel);
}

TEST(Pickle, WordsInErrorsArePlain) {
    const auto refused = read("\x80\x02" "cos\x01\xff\nsystem\n."s);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("'os??.system'"), std::string::npos) << refused.error().what;
}

TEST(Pickle, RefusesInstructionsWithoutTheirValues) {
    for (const char* pickle : {"\x80\x02t.", "\x80\x02R.", "\x80\x02Q.", "\x80\x02u.", "\x80\x02.", "\x80\x02h\x05.", "\x80\x02}K\x01s."})
        EXPECT_FALSE(read(pickle)) << pickle;
}

}  // namespace
}  // namespace leukolens::weights
