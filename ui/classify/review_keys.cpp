#include "ui/classify/review_keys.h"

#include <QCoreApplication>
#include <QStringList>

namespace leukolens::ui {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ReviewKeys)
};
}  // namespace

std::vector<ReviewKey> reviewKeys() {
    using Action = ReviewAction;
    std::vector<ReviewKey> keys;
    keys.push_back({Action::ToClass, 1, {Qt::Key_1}, false, Words::tr("Set the class whose bin has this number (1 to 9)")});
    for (int number = 2; number <= 9; ++number) keys.push_back({Action::ToClass, number, {Qt::Key_0 + number}});
    keys.push_back({Action::ToUnidentified, 0, {Qt::Key_0}, false, Words::tr("Set to Unidentified")});
    keys.push_back({Action::Confirm, 0, {Qt::Key_Return, Qt::Key_Enter}, true, Words::tr("Confirm the present class")});
    keys.push_back({Action::ToggleExcluded, 0, {Qt::Key_X}, false, Words::tr("Exclude from all counts; again: include")});
    keys.push_back({Action::ToggleMark, 0, {Qt::Key_M}, false, Words::tr("Mark with a star; again: take it off")});
    keys.push_back({Action::NextUndecided, 0, {Qt::Key_Space, Qt::Key_N}, true, Words::tr("Next cell that nobody has decided, the least certain first")});
    keys.push_back({Action::PreviousCell, 0, {}, false, Words::tr("Previous cell of the bin"), ShortcutId::PreviousCell});
    keys.push_back({Action::NextCell, 0, {}, false, Words::tr("Next cell of the bin"), ShortcutId::NextCell});
    keys.push_back({Action::Zoom, 0, {Qt::Key_Z}, false, Words::tr("Show the cell enlarged; Z or Esc closes")});
    keys.push_back({Action::Undo, 0, {Qt::Key_U}, false, Words::tr("Undo"), ShortcutId::Undo});
    keys.push_back({Action::Redo, 0, {QKeySequence(Qt::SHIFT | Qt::Key_U), QKeySequence(Qt::CTRL | Qt::Key_Y)}, false, Words::tr("Redo"), ShortcutId::Redo});
    keys.push_back({Action::SelectNone, 0, {}, false, Words::tr("Select nothing"), ShortcutId::SelectNone});
    keys.push_back({Action::InvertSelection, 0, {}, false, Words::tr("Invert the selection in the bin"), ShortcutId::InvertSelection});
    keys.push_back({Action::Remove, 0, {}, false, Words::tr("Take the selected cells out of the case"), ShortcutId::RemoveCells});
    keys.push_back({Action::AddImages, 0, {}, false, Words::tr("Add images"), ShortcutId::AddImages});
    keys.push_back({Action::AddFolder, 0, {}, false, Words::tr("Add a folder of images"), ShortcutId::AddFolder});
    keys.push_back({Action::Paste, 0, {}, false, Words::tr("Classify the picture in the clipboard"), ShortcutId::Paste});
    keys.push_back({Action::Report, 0, {}, false, Words::tr("Show the report"), ShortcutId::CaseReport});
    keys.push_back({Action::ShowKeys, 0, {QKeySequence(Qt::Key_Question), QKeySequence(Qt::SHIFT | Qt::Key_Question)}, false, Words::tr("Show or hide these keys")});
    return keys;
}

std::vector<CardKey> cardKeys() {
    return {{Words::tr("Arrows"), Words::tr("Go from card to card; left and right go on into the next bin")},
            {Words::tr("Shift+Arrows"), Words::tr("Select several")},
            {QKeySequence(QKeySequence::SelectAll).toString(QKeySequence::NativeText), Words::tr("Select all of a bin")}};
}

QString keysText(const ReviewKey& key) {
    QStringList texts;
    for (const QKeySequence& sequence : key.fixed)
        if (const QString text = sequence.toString(QKeySequence::NativeText); !texts.contains(text)) texts << text;
    if (key.editable)
        if (const QString text = Shortcuts::keysText(*key.editable); !text.isEmpty()) texts << text;
    // Shift+? is how some keyboards send ?.
    if (key.action == ReviewAction::ShowKeys) texts = {QStringLiteral("?")};
    //: between two keys that do the same
    return texts.join(Words::tr(" or "));
}

QString keyOf(ReviewAction action) {
    for (const ReviewKey& key : reviewKeys())
        if (key.action == action && !key.fixed.isEmpty()) return key.fixed.front().toString(QKeySequence::NativeText);
    return {};
}

}  // namespace leukolens::ui
