#include "core/experiment/cell_colours.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/stain/stain_target.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

class CellColoursTest : public testing::Test {
protected:
    std::optional<std::vector<CellColours>> read(std::size_t cells) { return readColours(m_folder / "colours", "key", cells, m_notices); }

    test::TempFolder m_folder;
    std::vector<std::string> m_notices;
    std::vector<CellColours> m_cells = {{stain::ColourStatistics{1, 2, 3, 4, -5.25, 6}, stain::StainOutcome::Applied}, {{}, stain::StainOutcome::TooFewPixels},
                                        {stain::ColourStatistics{10, 0, 0, 0, 0, 0}, stain::StainOutcome::OneColour}};
};

TEST_F(CellColoursTest, ComeBackAsTheyWereKept) {
    EXPECT_FALSE(read(3));
    keepColours(m_folder / "colours", "key", m_cells, m_notices);
    const auto back = read(3);
    ASSERT_TRUE(back);
    ASSERT_EQ(back->size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ((*back)[i].outcome, m_cells[i].outcome);
        ASSERT_EQ((*back)[i].colours.has_value(), m_cells[i].colours.has_value());
        if (m_cells[i].colours) {
            EXPECT_EQ(asVector(*(*back)[i].colours), asVector(*m_cells[i].colours));
        }
    }
    EXPECT_EQ(leftAsTheyAre(*back), 2);
    EXPECT_TRUE(m_notices.empty());
}

TEST_F(CellColoursTest, DamagedOnesOrThoseOfOtherCellsAreRemovedAndToldOf) {
    const auto file = m_folder / "colours" / "key";
    for (const bool damage : {true, false}) {
        keepColours(m_folder / "colours", "key", m_cells, m_notices);
        if (damage) {
            Bytes bytes = *readFile(file, 1 << 20);
            bytes[12] ^= 1;
            ASSERT_TRUE(writeFileAtomically(file, bytes));
        }
        EXPECT_FALSE(read(damage ? 3 : 2));
        ASSERT_EQ(m_notices.size(), 1u);
        EXPECT_NE(m_notices[0].find("damaged"), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(file));
        m_notices.clear();
    }
}

TEST_F(CellColoursTest, WhereTheyCannotBeKeptIsToldAndWithoutAFolderNothingIsDone) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", std::string_view("in the way")));
    keepColours(m_folder / "file" / "colours", "key", m_cells, m_notices);
    EXPECT_EQ(m_notices.size(), 1u);
    keepColours({}, "key", m_cells, m_notices);
    EXPECT_FALSE(readColours({}, "key", 3, m_notices));
    EXPECT_EQ(m_notices.size(), 1u);
}

TEST_F(CellColoursTest, TheKeyKnowsCellsTheirOrderAndTheStain) {
    const std::vector<std::string> cells = {"a", "b"}, turned = {"b", "a"};
    const auto key = coloursKey(cells, {});
    EXPECT_EQ(key.size(), 64u);
    EXPECT_NE(coloursKey(turned, {}), key);
    EXPECT_NE(coloursKey(cells, stain::fixedReference(stain::StainMethod::Reinhard)), key);
    EXPECT_NE(coloursKey(cells, stain::fixedReference(stain::StainMethod::Macenko)), coloursKey(cells, stain::fixedReference(stain::StainMethod::Reinhard)));
}

}  // namespace
}  // namespace leukolens::experiment
