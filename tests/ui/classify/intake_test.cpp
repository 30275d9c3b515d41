// What can be dropped and pasted beside files and folders: zips, pictures without a file; and a folder that is watched.
#include <QBuffer>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QUrl>

#include "core/base/files.h"
#include "core/casebook/kept_pictures.h"
#include "tests/support/zip_bytes.h"
#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/folder_watch.h"
#include "ui/classify/incoming.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::test {
namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& file) {
    const auto bytes = readFile(file, 1 << 24);
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

TEST(Incoming, FilesComeBeforeAnythingElse) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/cells/a.png"), QUrl("https://example.org/b.png")});
    data.setImageData(QImage(8, 8, QImage::Format_RGB32));
    const auto incoming = ui::incomingOf(&data);
    EXPECT_EQ(incoming.files, QStringList("/cells/a.png"));
    EXPECT_TRUE(incoming.pictures.isEmpty());
    EXPECT_FALSE(incoming.addressOnly);
}

TEST(Incoming, APictureFromABrowserIsTakenAndItsAddressIsNot) {
    QMimeData data;
    data.setUrls({QUrl("https://example.org/b.png")});
    EXPECT_TRUE(ui::incomingOf(&data).addressOnly);
    data.setData("image/png", "the bytes of a file");
    data.setData("image/jpeg", "less good");
    const auto incoming = ui::incomingOf(&data);
    ASSERT_EQ(incoming.pictures.size(), 1);
    EXPECT_EQ(ui::fileBytesOf(incoming.pictures[0]), QByteArray("the bytes of a file"));
    EXPECT_TRUE(incoming.pictures[0].name.endsWith(".png"));
    EXPECT_FALSE(incoming.addressOnly);
}

TEST(Incoming, APlainImageBecomesAPngOfTheSamePixels) {
    QImage image(20, 10, QImage::Format_RGB32);
    image.fill(QColor(10, 200, 30));
    QMimeData data;
    data.setImageData(image);
    const auto incoming = ui::incomingOf(&data);
    ASSERT_EQ(incoming.pictures.size(), 1);
    EXPECT_EQ(QImage::fromData(ui::fileBytesOf(incoming.pictures[0]), "PNG").convertToFormat(QImage::Format_RGB32), image);
}

TEST(Incoming, TextIsNoPicture) {
    QMimeData data;
    data.setText("a note");
    EXPECT_FALSE(ui::holdsPictures(&data));
    EXPECT_TRUE(ui::incomingOf(&data).isEmpty());
    EXPECT_FALSE(ui::incomingOf(&data).addressOnly);
    data.setText("https://example.org/b.png");
    EXPECT_TRUE(ui::incomingOf(&data).addressOnly);
}

ui::FolderLook lookOf(const std::vector<std::pair<const char*, int>>& files) {
    ui::FolderLook look;
    for (const auto& [name, bytes] : files) look.pictures.insert(name, {bytes, QDateTime::fromSecsSinceEpoch(bytes)});
    return look;
}

TEST(FolderMemory, TakesWhatCameAndIsWhole) {
    ui::FolderMemory memory;
    EXPECT_EQ(memory.take(lookOf({{"old", 5}})), QStringList()) << "was there before";
    EXPECT_EQ(memory.take(lookOf({{"old", 5}, {"new", 3}})), QStringList()) << "perhaps still being written";
    EXPECT_EQ(memory.take(lookOf({{"old", 5}, {"new", 7}})), QStringList()) << "it was";
    EXPECT_EQ(memory.take(lookOf({{"old", 5}, {"new", 7}})), QStringList("new"));
    EXPECT_EQ(memory.take(lookOf({{"old", 5}, {"new", 7}})), QStringList()) << "once";
    EXPECT_EQ(memory.take(lookOf({{"old", 5}, {"new", 7}, {"empty", 0}})), QStringList());
    EXPECT_EQ(memory.take(lookOf({{"old", 5}, {"new", 7}, {"empty", 0}})), QStringList()) << "nothing in it yet";
    memory.take(lookOf({{"old", 6}}));
    EXPECT_EQ(memory.take(lookOf({{"old", 6}})), QStringList("old")) << "another picture under the same name";
}

TEST(FolderMemory, ADriveThatComesBackBringsNothingTwice) {
    ui::FolderMemory memory;
    memory.take(lookOf({{"a", 1}}));
    ui::FolderLook gone;
    gone.readable = false;
    EXPECT_EQ(memory.take(gone), QStringList());
    EXPECT_EQ(memory.take(lookOf({{"a", 1}})), QStringList());
    EXPECT_EQ(memory.take(lookOf({{"a", 1}})), QStringList());
}

class IntakeTest : public ClassifyTest {
protected:
    void openReady() {
        openWindow();
        chooseTinyModel();
    }
    QString watchWords() { return find<QLabel>(*m_window, "watchText")->accessibleName(); }  // whole, however narrow the strip
    QString notices() {
        QString all;
        for (const auto* label : m_window->findChildren<QLabel*>()) all += label->text() + '\n';
        return all;
    }
};

TEST_F(IntakeTest, AZipIsUnpackedAndItsPicturesAreClassified) {
    openReady();
    const auto cells = makeCells(3);
    std::vector<ZipPart> parts;
    for (std::size_t i = 0; i < cells.size(); ++i) parts.push_back({"run/cell " + std::to_string(i) + cells[i].extension().string(), bytesOf(cells[i])});
    parts.push_back({"run/broken.png", "no picture"});
    const auto zip = m_folder / "cells.ZIP";
    ASSERT_TRUE(writeFileAtomically(zip, zipOf(parts)));
    dropFiles({zip});
    ASSERT_TRUE(waitFor([this] { return cards() == 3 && !m_window->session().classifying(); }));
    EXPECT_EQ(m_window->session().failedFiles().size(), 1u) << "the broken one is listed";
    waitUntilSaved();
    fs::remove(zip);
    for (const auto& cell : cellsInFile()) {
        EXPECT_TRUE(fs::exists(cell.path)) << "kept without the zip";
        EXPECT_TRUE(fs::path(cell.path).filename().string().starts_with("cell "));
        EXPECT_EQ(fs::path(cell.path).parent_path().parent_path(), casebook::KeptPictures::besides(m_caseFile).folder());
    }
}

TEST_F(IntakeTest, ADamagedZipIsListedAndStopsNothing) {
    openReady();
    const auto zip = m_folder / "bad.zip";
    ASSERT_TRUE(writeFileAtomically(zip, std::string("no zip")));
    auto files = makeCells(2);
    files.push_back(zip);
    dropFiles(files);
    ASSERT_TRUE(waitFor([this] { return cards() == 2 && !m_window->session().classifying(); }));
    ASSERT_EQ(m_window->session().failedFiles().size(), 1u);
    EXPECT_EQ(m_window->session().failedFiles()[0].path, zip);
}

TEST_F(IntakeTest, PastingClassifiesThePictureInTheClipboard) {
    openReady();
    const QImage picture = ui::readPicture(QString::fromStdString(makeCells(1)[0].string()));
    QGuiApplication::clipboard()->setImage(picture);
    QTest::keyClick(m_window.get(), Qt::Key_V, Qt::ControlModifier);
    ASSERT_TRUE(waitFor([this] { return cards() == 1; }));
    waitUntilSaved();
    EXPECT_EQ(ui::readPicture(QString::fromStdString(cellsInFile()[0].path)).convertToFormat(QImage::Format_RGB32), picture.convertToFormat(QImage::Format_RGB32));
    QGuiApplication::clipboard()->setText("words");
    QTest::keyClick(m_window.get(), Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(cards(), 1);
}

TEST_F(IntakeTest, AnAddressIsNotFetched) {
    openReady();
    QStringList said;
    QObject::connect(&m_window->session(), &ui::ClassifySession::noticeRaised, m_window.get(), [&](const QString& text) { said << text; });
    QMimeData data;
    data.setUrls({QUrl("https://example.org/cell.png")});
    EXPECT_TRUE(dragOnto(*m_window, data));
    ASSERT_EQ(said.size(), 1);
    EXPECT_TRUE(said[0].contains("fetches nothing"));
    EXPECT_FALSE(m_window->session().classifying());
}

TEST_F(IntakeTest, AWatchedFolderIsClassifiedAsItFills) {
    openReady();
    const auto folder = m_folder / "camera";
    fs::create_directory(folder);
    const auto cells = makeCells(3);
    fs::copy_file(cells[0], folder / "before.png");
    auto* watch = m_window->findChild<ui::FolderWatch*>();
    ASSERT_NE(watch, nullptr);
    EXPECT_FALSE(find<QWidget>(*m_window, "watchStrip")->isVisible());
    watch->start(QString::fromStdString(folder.string()));
    EXPECT_TRUE(find<QWidget>(*m_window, "watchStrip")->isVisible());
    QTest::qWait(ui::FolderWatch::kIntervalMs / 2);  // the first look
    fs::copy_file(cells[1], folder / "one.png");
    fs::copy_file(cells[2], folder / "two.png");
    ASSERT_TRUE(waitFor([this] { return cards() == 2; }));
    EXPECT_TRUE(text("watchText").contains("2"));
    click(*m_window, "stopWatching");
    EXPECT_FALSE(find<QWidget>(*m_window, "watchStrip")->isVisible());
}

TEST_F(IntakeTest, WhatAWatchedFolderBringsWaitsWhileTheCaseIsSigned) {
    openReady();
    dropAndWait(2);
    waitUntilSaved();
    const auto folder = m_folder / "camera";
    fs::create_directory(folder);
    const auto cells = makeCells(4);
    auto* watch = m_window->findChild<ui::FolderWatch*>();
    watch->start(QString::fromStdString(folder.string()));
    QTest::qWait(ui::FolderWatch::kIntervalMs / 2);  // the first look
    ui::ClassifySession& session = m_window->session();
    session.sign();
    ASSERT_TRUE(waitFor([&] { return session.access() == ui::ClassifySession::Access::Signed; }));
    fs::copy_file(cells[2], folder / "one.png");
    ASSERT_TRUE(waitFor([&] { return watch->waiting() == 1; }));
    EXPECT_TRUE(watchWords().startsWith("Pictures from camera that wait: 1.")) << watchWords().toStdString();
    EXPECT_TRUE(watchWords().contains("This case is signed: they are taken once it is reopened or another is opened."));
    EXPECT_EQ(cards(), 2);
    EXPECT_TRUE(session.failedFiles().empty());

    session.reopenSigned("a late cell");
    ASSERT_TRUE(waitFor([&] { return cards() == 3 && !session.classifying(); }));
    EXPECT_EQ(watch->waiting(), 0);
    EXPECT_EQ(watch->taken(), 1);
    waitUntilSaved();

    session.sign();
    ASSERT_TRUE(waitFor([&] { return session.access() == ui::ClassifySession::Access::Signed; }));
    fs::copy_file(cells[3], folder / "two.png");
    ASSERT_TRUE(waitFor([&] { return watch->waiting() == 1; }));
    session.newCase();
    ASSERT_TRUE(waitFor([&] { return cards() == 1 && !session.classifying(); })) << "the new case takes it";
    EXPECT_FALSE(watchWords().contains("wait")) << watchWords().toStdString();
}

}  // namespace
}  // namespace leukolens::test
