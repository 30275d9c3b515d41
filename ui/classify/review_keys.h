// The keys of reviewing: one table that both the shortcuts and the overlay that lists them are made from.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

#include "ui/shell/shortcuts.h"

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
    QList<QKeySequence> fixed;  ///< any of them
    /// Only while the focus is among the cards: elsewhere the key presses a button or scrolls.
    bool amongCards = false;
    QString text = {};  ///< what it does, translated; empty: told by the line before
    std::optional<ShortcutId> editable = {};  ///< does the same, with keys that the person may change
};

/// In the order of the overlay. Translated, and with the keys that are set, at the time of the call.
std::vector<ReviewKey> reviewKeys();

/// Keys that the cards themselves answer, which are no shortcuts of the window: for the overlay alone.
struct CardKey {
    QString keys, text;
};
std::vector<CardKey> cardKeys();

/// "Space or N"; empty where it has no keys now.
QString keysText(const ReviewKey& key);
/// The first key of this action that is fixed, for tooltips.
QString keyOf(ReviewAction action);

}  // namespace leukolens::ui
