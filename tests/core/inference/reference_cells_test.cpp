#include "core/inference/reference_cells.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/support/temp_folder.h"

namespace leukolens::inference {
namespace {

constexpr int kLength = 4;

std::string digestOf(int i) { return std::string(62, 'a') + static_cast<char>('0' + i / 10) + static_cast<char>('0' + i % 10); }

/// Cells near (1, 0, 0, 0), half of them of either class, looked at along the second and third direction.
ReferenceCells references(int cells = 20) {
    ReferenceCells made;
    made.length = kLength;
    made.components = 2;
    made.mean = {0.9f, 0, 0, 0};
    made.axes = {0, 1, 0, 0, 0, 0, 1, 0};
    Random random(3);
    for (int i = 0; i < cells; ++i) {
        const std::vector<float> vector = {1, static_cast<float>(0.1 * random.normal()) + (i % 2 ? 0.3f : -0.3f), static_cast<float>(0.1 * random.normal()), 0};
        const auto embedding = embeddingOf(made, vector);
        made.embeddings.insert(made.embeddings.end(), embedding.begin(), embedding.end());
        made.classes.push_back(i % 2);
        made.sha256s.push_back(digestOf(i));
    }
    made.neighbour = 3;
    made.limit = 0.25;
    made.chosenOn = "20 validation cells";
    return made;
}

TEST(ReferenceCells, AnEmbeddingKeepsDistancesOfUnitVectors) {
    const auto r = references();
    const std::vector<float> a = {2, 1, 0.5f, 0}, b = {4, 2, 1, 0};
    EXPECT_EQ(embeddingOf(r, a), embeddingOf(r, b)) << "length does not matter";
    const auto e = embeddingOf(r, a);
    ASSERT_EQ(e.size(), 3u);
    double norm = 0, inside = 0;
    const double scale = 1 / std::sqrt(4 + 1 + 0.25);
    const double centred[] = {2 * scale - 0.9, scale, 0.5 * scale, 0};
    for (const double value : centred) norm += value * value;
    for (const float value : e) inside += static_cast<double>(value) * static_cast<double>(value);
    EXPECT_NEAR(e[0], centred[1], 1e-6);
    EXPECT_NEAR(e[1], centred[2], 1e-6);
    EXPECT_NEAR(inside, norm, 1e-6) << "what the directions leave out is the last number";
}

TEST(ReferenceCells, NearestComeFirstAndACellIsNoNeighbourOfItself) {
    const auto r = references();
    const std::span<const float> seventh(r.embeddings.data() + 7 * r.width(), r.width());
    const auto with = nearestCells(r, seventh, 4), without = nearestCells(r, seventh, 4, digestOf(7));
    ASSERT_EQ(with.size(), 4u);
    EXPECT_EQ(with[0].cell, 7u);
    EXPECT_EQ(with[0].distance, 0);
    EXPECT_NE(without[0].cell, 7u);
    EXPECT_EQ(without[0].cell, with[1].cell);
    for (std::size_t i = 1; i < with.size(); ++i) EXPECT_GE(with[i].distance, with[i - 1].distance);
    EXPECT_EQ(r.classes[without[0].cell], 1) << "the groups lie apart";
    EXPECT_EQ(nearestCells(r, seventh, 100).size(), 20u);
}

TEST(ReferenceCells, StrangenessIsTheDistanceToTheKthInLimits) {
    const auto r = references();
    const auto odd = embeddingOf(r, std::vector<float>{-1, 0, 0, 0.5f});
    EXPECT_NEAR(strangenessOf(r, odd), nearestCells(r, odd, 3).back().distance / 0.25, 1e-9);
    EXPECT_GT(strangenessOf(r, odd), 1);
    EXPECT_LT(strangenessOf(r, embeddingOf(r, std::vector<float>{1, 0.3f, 0, 0})), 1);
}

class StoredReferences : public testing::Test {
protected:
    static ModelCard card() {
        ModelCard made;
        fillStandardTexts(made);
        made.name = "m";
        made.network = "inception_v3";
        made.classes = {{"all", "", {}, {}, {}}, {"hem", "", {}, {}, {}}};
        made.created = "2026-01-01T00:00:00Z";
        return made;
    }
    static Bytes weights() {
        static const Bytes numbers(400, 42);
        const weights::TensorRecord record{"fc.weight", weights::NumberType::Float32, {100}, {1}, numbers};
        return weights::writeSafetensors(std::span(&record, 1));
    }
    Result<std::string> write(const ReferenceCells& cells) { return writeModelBundle(m_file, card(), weights(), &cells); }

    test::TempFolder m_folder;
    std::filesystem::path m_file = m_folder / "m.leukomodel";
};

TEST_F(StoredReferences, ComeBackFromAModelFile) {
    const auto r = references();
    ASSERT_TRUE(write(r));
    const auto back = readModelBundle(m_file);
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_TRUE(back->references);
    EXPECT_EQ(back->references->embeddings, r.embeddings);
    EXPECT_EQ(back->references->axes, r.axes);
    EXPECT_EQ(back->references->mean, r.mean);
    EXPECT_EQ(back->references->classes, r.classes);
    EXPECT_EQ(back->references->sha256s, r.sha256s);
    EXPECT_EQ(back->references->neighbour, 3);
    EXPECT_EQ(back->references->limit, 0.25);
    EXPECT_EQ(back->references->chosenOn, "20 validation cells");
}

TEST_F(StoredReferences, StayWhenTheCardIsChanged) {
    ASSERT_TRUE(write(references()));
    ASSERT_TRUE(changeCard(m_file, [](ModelCard& changed) { changed.name = "other"; }));
    const auto back = readModelBundle(m_file);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->card.name, "other");
    ASSERT_TRUE(back->references);
    EXPECT_EQ(back->references->cells(), 20u);
}

TEST_F(StoredReferences, AreRefusedWhereTheyContradictThemselves) {
    const std::vector<std::pair<const char*, std::function<void(ReferenceCells&)>>> faults = {
        {"class of no model", [](ReferenceCells& r) { r.classes[3] = 2; }},
        {"no number", [](ReferenceCells& r) { r.embeddings[5] = NAN; }},
        {"a table too short", [](ReferenceCells& r) { r.embeddings.pop_back(); }},
        {"no checksum", [](ReferenceCells& r) { r.sha256s[2] = "abc"; }},
        {"no limit", [](ReferenceCells& r) { r.limit = 0; }},
        {"too many neighbours", [](ReferenceCells& r) { r.neighbour = 21; }},
        {"no cells", [](ReferenceCells& r) { r = references(0); }},
    };
    for (const auto& [what, spoil] : faults) {
        auto r = references();
        spoil(r);
        const auto written = write(r);
        ASSERT_FALSE(written) << what;
        EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument) << what;
    }
}

TEST_F(StoredReferences, AreCheckedBeforeTheyAreUsed) {
    const auto spoilt = [](const char* name, std::vector<std::int64_t> shape) {
        auto r = references();
        const auto bytes = writeReferenceCells(r);
        auto whole = *weights::readSafetensors(bytes, "m");
        std::map<std::string, std::string> metadata = {{"neighbour", "3"}, {"limit", "0.25"}, {"kept", "0.95"}, {"chosenOn", "x"}};
        for (auto& record : whole)
            if (record.name == name) {
                record.shape = shape;
                record.stride = weights::contiguousStride(shape);
                record.bytes = record.bytes.first(record.elements() * bytesOf(record.type));
            }
        auto again = std::make_shared<const Bytes>(weights::writeSafetensors(whole, metadata));
        return readReferenceCells(*weights::WeightsFile::fromBytes(again, *again, "m.leukomodel"), 2);
    };
    EXPECT_TRUE(spoilt("none", {}));
    for (const auto& result : {spoilt("embeddings", {19, 3}), spoilt("axes", {1, 8}), spoilt("mean", {3}), spoilt("classes", {10}), spoilt("sha256", {40, 2}), spoilt("sha256", {10, 4})}) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::DamagedModel);
        EXPECT_EQ(result.error().file, "m.leukomodel");
    }
}

}  // namespace
}  // namespace leukolens::inference
