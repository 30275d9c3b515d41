#include "ui/shell/redactor.h"

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

QString redacted(const char* text) {
    Redactor redactor;
    redactor.addName("Anna-Lena Müller", "NAME");
    redactor.addName("P 17", "NAME");
    redactor.addName("12", "NAME");
    redactor.addName("eva", "USER");
    return redactor.redacted(QString::fromUtf8(text));
}

TEST(Redactor, PathsBecomeTokensThatKeepKnownEndingsOnly) {
    const struct {
        const char* text;
        const char* expected;
    } cases[] = {
        {"/data/x.bmp: is damaged. Copy it again", "FILE-1.bmp: is damaged. Copy it again"},
        {"Saved: /home/someone/My reports/Dr. No, Case 3.PDF", "Saved: FILE-1.pdf"},
        {"the folder /a/Some One: is empty", "the folder FILE-1: is empty"},
        {"the file /a/Some.One: is empty", "the file FILE-1: is empty"},
        {"read '/a/b c/d.png' and \"e f.csv\"", "read 'FILE-1.png' and \"FILE-2.csv\""},
        {"ran file:///a/b.csv", "ran FILE-1.csv"},
        {"C:\\Users\\Some One\\x.tif: is damaged", "FILE-1.tif: is damaged"},
        {"connected to postgresql://someone@host.example/cases", "connected to FILE-1"},
        {"~/x.svs: is damaged", "FILE-1.svs: is damaged"},
        {"failed: Some One 3.bmp: is damaged", "failed: FILE-1.bmp: is damaged"},
        {"Some/One is wrong", "FILE-1 is wrong"},
    };
    for (const auto& one : cases) EXPECT_EQ(redacted(one.text).toStdString(), one.expected) << one.text;
}

TEST(Redactor, TheSamePathIsTheSameToken) {
    EXPECT_EQ(redacted("/a/x.bmp: is damaged\n/a/y.bmp: is damaged\n/a/x.bmp: is there").toStdString(), "FILE-1.bmp: is damaged\nFILE-2.bmp: is damaged\nFILE-1.bmp: is there");
}

TEST(Redactor, NamesGoAsAWholeAndWordByWord) {
    EXPECT_EQ(redacted("anna-lena müller came, MÜLLER left; Anna_2, Mülleri").toStdString(), "NAME came, NAME left; NAME_2, Mülleri");
    EXPECT_EQ(redacted("P 17, P 170, 12 cells of 17").toStdString(), "NAME, P 170, 12 cells of 17") << "numbers of two digits say nothing";
    EXPECT_EQ(redacted("is open by Eva on another seat").toStdString(), "is open by USER on another seat");
}

TEST(Redactor, QuotedTextAddressesAndChecksumsGo) {
    EXPECT_EQ(redacted("The case “Some One” was signed").toStdString(), "The case “TEXT-1” was signed");
    EXPECT_EQ(redacted("the case doesn't open; isn't there").toStdString(), "the case doesn't open; isn't there");
    EXPECT_EQ(redacted("from 10.0.0.7 by a@b.org").toStdString(), "from ADDRESS-1 by ADDRESS-2");
    EXPECT_EQ(redacted("SHA-256 0123456789abcdef0123456789abcdef").toStdString(), "SHA-256 HASH-1");
}

TEST(Redactor, TimeAndLevelOfTheLogStay) {
    EXPECT_EQ(redacted("2026-11-27T09:00:00+01:00 error The file could not be read [not_found] /a/Some One.bmp: is not there").toStdString(),
              "2026-11-27T09:00:00+01:00 error The file could not be read [not_found] FILE-1.bmp: is not there");
}

TEST(Redactor, WithoutWordsOnlyTimesAndCodesAreLeft) {
    EXPECT_EQ(withoutWords("2026-11-27T09:00:00+01:00 error Some One [not_found] /a: x\nof Some One\n2026-11-27T09:00:01+01:00 info Some One").toStdString(),
              "2026-11-27T09:00:00+01:00 error [not_found]\n2026-11-27T09:00:01+01:00 info");
}

}  // namespace
}  // namespace leukolens::ui
