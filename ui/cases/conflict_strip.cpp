#include "ui/cases/conflict_strip.h"

#include <QLabel>
#include <QPushButton>

#include <utility>

#include "ui/shell/help_request.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ConflictStrip::ConflictStrip(const char* name, QWidget* parent) : NoticeStrip(name, parent) {
    help::setPlace(this, "cases#when-somebody-else-changed-the-same-thing");
    setIcon("warning", Theme::warning());
    setMessage("warning");
    m_text = addText("conflictText");
    QPushButton* theirs = addButton("takeTheirs", tr("Take theirs"), tr("Leave what the other person wrote"));
    QPushButton* mine = addButton("writeMine", tr("Write mine"), tr("Write your value in its place; both stand in the audit trail"));
    connect(theirs, &QPushButton::clicked, this, [this] { answer(m_takeTheirs); });
    connect(mine, &QPushButton::clicked, this, [this] { answer(m_writeMine); });
    hide();
}

void ConflictStrip::ask(const QString& words, std::function<void()> takeTheirs, std::function<void()> writeMine) {
    m_text->setText(words);
    m_takeTheirs = std::move(takeTheirs);
    m_writeMine = std::move(writeMine);
    show();
}

void ConflictStrip::answer(std::function<void()>& with) {
    hide();
    const auto call = std::exchange(with, nullptr);
    if (call) call();
}

QString conflictWords(const QString& theirs, const QString& mine) {
    return ConflictStrip::tr("Somebody else has changed this meanwhile, and nothing of theirs was overwritten.\nTheirs: %1\nYours: %2").arg(theirs, mine);
}

}  // namespace leukolens::ui
