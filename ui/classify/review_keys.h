// The keys of reviewing: one table that both the shortcuts and the overlay that lists them are made from.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <vector>

namespace leukolens::ui {

enum class ReviewAction {
    ToClass,  ///< number 1…9
    ToUnidentified,
    ToggleExcluded,
    Confirm,
    NextUndecided,
    PreviousCell,
    NextCell,
    ToggleMark,
    Zoom,
    Undo,
    Redo,
    SelectNone,
    InvertSelection,
    Remove,
    AddImages,
    AddFolder,
    Paste,
    Report,
    ShowKeys,
};

struct ReviewKey {
    ReviewAction action;
    int number = 0;            ///< of ToClass
    QList<QKeySequence> keys;  ///< any of them
    /// Only while the focus is among the cards: elsewhere the key presses a button or scrolls.
    bool amongCards = false;
    QString text = {};  ///< what it does, translated; empty: told by the line before
};

/// In the order of the overlay. Translated at the time of the call.
std::vector<ReviewKey> reviewKeys();

/// Keys that the cards themselves answer, which are no shortcuts of the window: for the overlay alone.
struct CardKey {
    QString keys, text;
};
std::vector<CardKey> cardKeys();

/// "Space or N".
QString keysText(const ReviewKey& key);
/// Of the first key with this action, for tooltips.
QString keyOf(ReviewAction action);

}  // namespace leukolens::ui
