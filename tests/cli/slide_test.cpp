#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/cli/program.h"
#include "tests/support/drawn_field.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiff_slide.h"

namespace leukolens {
namespace {

using test::runProgram;
using test::TempFolder;

class SlideVerbTest : public testing::Test {
protected:
    std::string writeField(const std::string& name, std::vector<test::DrawnWhiteCell> cells = {{150, 120}, {430, 140}, {320, 350}}) {
        test::FieldDrawing field;
        field.cells = std::move(cells);
        EXPECT_TRUE(writeFileAtomically(folder / name, image::encodePng(slide::toImage(test::drawField(field))).value()));
        return (folder / name).string();
    }
    std::string writeSlide() {
        test::writeTiffSlide(folder / "slide.svs", test::placesPicture(500, 300), {.aperio = true});
        return (folder / "slide.svs").string();
    }

    TempFolder folder;
};

TEST_F(SlideVerbTest, InfoTellsWhatTheScannerWrote) {
    const auto ran = runProgram({"slide", "info", writeSlide(), "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("format"), "aperio");
    EXPECT_EQ(json.at("width"), 500);
    EXPECT_EQ(json.at("umPerPx"), 0.25);
    EXPECT_EQ(json.at("levels").size(), 3u);
    EXPECT_EQ(json.at("associated").size(), 3u);
    EXPECT_EQ(json.at("properties").at("aperio.AppMag"), "40");
    const auto plain = runProgram({"slide", "info", (folder / "slide.svs").string()});
    EXPECT_NE(plain.out.find("500 × 300 px"), std::string::npos) << plain.out;
    EXPECT_NE(plain.out.find("0.25 µm per px"), std::string::npos) << plain.out;
}

TEST_F(SlideVerbTest, TileWritesJustThatRegion) {
    const auto slide = writeSlide();
    const auto ran = runProgram({"slide", "tile", slide, "-o", (folder / "tile.png").string(), "--level", "1", "--region", "10,20,30,40", "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.json().at("width"), 30);
    const auto tile = image::decodeFile(folder / "tile.png");
    ASSERT_TRUE(tile);
    EXPECT_EQ(tile->height, 40);
    // Level 1 has every second pixel.
    EXPECT_EQ(tile->rgb[0], 20 % 251);
    EXPECT_EQ(tile->rgb[1], 40 % 241);
    ASSERT_EQ(runProgram({"slide", "tile", slide, "-o", (folder / "label.png").string(), "--associated", "label"}).status, 0);
    EXPECT_EQ(image::decodeFile(folder / "label.png")->rgb, test::placesPicture(20, 30).rgb);
}

TEST_F(SlideVerbTest, WhatCannotBeIsRefusedAndNothingIsWritten) {
    const auto slide = writeSlide();
    const std::string out = (folder / "out.png").string();
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--level", "7"}, {"--level", "-1"}, {"--region", "0,0,0,5"}, {"--region", "0,0,99999999999,5"}, {"--associated", "barcode"}}) {
        std::vector<std::string> arguments = {"slide", "tile", slide, "-o", out};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        const auto ran = runProgram(arguments);
        EXPECT_EQ(ran.status, wrong[0] == "--associated" ? 1 : 2) << wrong[1];
        EXPECT_NE(ran.err.find("slide.svs"), std::string::npos) << ran.err;
        EXPECT_FALSE(std::filesystem::exists(out));
    }
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
             {"slide"}, {"slide", "info"}, {"slide", "tile", slide}, {"slide", "tile", slide, "-o", out, "--region", "1,2,3"}, {"slide", "find-cells", slide, "--um-per-px", "0"},
             {"slide", "find-cells", slide, "--polygon", "1,2,3,4,5,6,7"}, {"slide", "find-cells", slide, "--enough", "0"}, {"slide", "find-cells", slide, "--crop-um", "nan"}})
        EXPECT_EQ(runProgram(wrong).status, 2) << wrong.back();
}

TEST_F(SlideVerbTest, FindCellsGivesBoxesPicturesMasksAndMeasures) {
    const auto field = writeField("Blutausstrich ж.png");
    const auto ran = runProgram({"slide", "find-cells", field, "--json", "--csv", (folder / "cells.csv").string(), "--crops", (folder / "crops").string(), "--masks", (folder / "masks").string()});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("image"), field);
    EXPECT_NEAR(json.at("umPerPx").get<double>(), 0.1, 0.02);
    EXPECT_TRUE(json.at("failed").empty());
    const auto& cells = json.at("cells");
    ASSERT_EQ(cells.size(), 3u);
    for (const auto& cell : cells) {
        EXPECT_GT(cell.at("score").get<double>(), 0);
        EXPECT_NEAR(cell.at("width").get<double>(), 120, 40) << "drawn 12 µm across";
    }
    EXPECT_LT(cells[0].at("y").get<double>(), cells[2].at("y").get<double>()) << "from top to bottom";
    const auto csv = readTextFile(folder / "cells.csv", 1 << 20).value();
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
    EXPECT_NE(csv.find(",nucleus_area_um2"), std::string::npos) << csv;
    const auto& measures = cells[0].at("measures");
    ASSERT_FALSE(measures.is_null());
    // Drawn with a radius of 6 µm and a nucleus of 4 µm.
    EXPECT_NEAR(measures.at("cell_area_um2").get<double>(), 113, 25);
    EXPECT_NEAR(measures.at("nucleus_area_um2").get<double>(), 50, 12);
    EXPECT_EQ(test::entries(folder / "crops").size(), 3u);
    const auto crop = image::decodeFile(folder / "crops" / "Blutausstrich ж-1.png");
    ASSERT_TRUE(crop);
    EXPECT_NEAR(crop->width, 300, 15) << "30 µm";
    EXPECT_FALSE(test::entries(folder / "masks").empty());
}

TEST_F(SlideVerbTest, OneBadFileNeverStopsTheRest) {
    const auto field = writeField("field.png");
    ASSERT_TRUE(writeFileAtomically(folder / "broken.svs", std::string_view("nothing of a slide")));
    const auto ran = runProgram({"slide", "find-cells", (folder / "broken.svs").string(), field, "--json"});
    EXPECT_EQ(ran.status, 1);
    const auto json = ran.json();
    ASSERT_EQ(json.at("images").size(), 1u);
    EXPECT_EQ(json.at("images")[0].at("cells").size(), 3u);
    ASSERT_EQ(json.at("failed").size(), 1u);
    EXPECT_EQ(json.at("failed")[0].at("code"), "not_an_image");
}

TEST_F(SlideVerbTest, FieldsOfOneNameKeepTheirPicturesApart) {
    std::filesystem::create_directories(folder / "a");
    std::filesystem::create_directories(folder / "b");
    const auto a = writeField("a/field.png"), b = writeField("b/field.png", {{150, 120}});
    ASSERT_EQ(runProgram({"slide", "find-cells", a, b, "--crops", (folder / "crops").string()}).status, 0);
    EXPECT_EQ(test::entries(folder / "crops"), (std::vector<std::string>{"field (2)-1.png", "field-1.png", "field-2.png", "field-3.png"}));
}

TEST_F(SlideVerbTest, ARegionLimitsTheSearchAndEnoughEndsIt) {
    const auto field = writeField("field.png");
    EXPECT_EQ(runProgram({"slide", "find-cells", field, "--json", "--region", "20,20,580,240"}).json().at("cells").size(), 2u);
    EXPECT_EQ(runProgram({"slide", "find-cells", field, "--json", "--polygon", "300,250,640,250,640,480,300,480"}).json().at("cells").size(), 1u);
    EXPECT_EQ(runProgram({"slide", "find-cells", field, "--json", "--enough", "1"}).json().at("cells").size(), 1u);
    const auto beside = runProgram({"slide", "find-cells", field, "--region", "5000,5000,10,10"});
    EXPECT_EQ(beside.status, 2) << "an area outside the picture is a mistake";
    EXPECT_NE(beside.err.find("outside"), std::string::npos) << beside.err;
}

TEST_F(SlideVerbTest, WithoutScaleItAsksForOne) {
    test::FieldDrawing bare;
    bare.redCells = false;
    bare.cells = {{320, 240}};
    ASSERT_TRUE(writeFileAtomically(folder / "bare.png", image::encodePng(slide::toImage(test::drawField(bare))).value()));
    const auto ran = runProgram({"slide", "find-cells", (folder / "bare.png").string(), "--json"});
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("--um-per-px"), std::string::npos) << ran.err;
    EXPECT_TRUE(ran.json().at("umPerPx").is_null());
    const auto told = runProgram({"slide", "find-cells", (folder / "bare.png").string(), "--json", "--um-per-px", "0.1"});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_EQ(told.json().at("cells").size(), 1u);
}

}  // namespace
}  // namespace leukolens
