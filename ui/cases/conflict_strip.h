// Somebody else has changed what a person was changing: what stands now, and which of the two it is to be.
#pragma once

#include <functional>

#include "ui/classify/notice_strip.h"

namespace leukolens::ui {

/// GUI thread. Hidden until asked, and after the answer.
class ConflictStrip : public NoticeStrip {
    Q_OBJECT
public:
    ConflictStrip(const char* name, QWidget* parent);

    /// `words`: whose value stands, and the person's own. Theirs is what is shown already; each answer is called at most once.
    void ask(const QString& words, std::function<void()> takeTheirs, std::function<void()> writeMine);

private:
    void answer(std::function<void()>& with);

    QLabel* m_text = nullptr;
    std::function<void()> m_takeTheirs, m_writeMine;
};

/// Whole sentences about both values, for ask().
QString conflictWords(const QString& theirs, const QString& mine);

}  // namespace leukolens::ui
