// Where on slides the open case's cells are: found by the program, marked or taken out by a person, saved as it happens.
#pragma once

#include <QObject>
#include <QUndoStack>

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/casebook/case_types.h"
#include "core/slide/cell_finder.h"
#include "ui/classify/classify_session.h"

namespace leukolens::ui {

/// A mark's name within the window: known before the case file has given it an id.
using MarkKey = std::int64_t;

struct Mark {
    MarkKey key = 0;
    casebook::SlideCell cell;
};

/// GUI thread only. Follows the session from case to case.
class SlideMarks : public QObject {
    Q_OBJECT
public:
    /// `session` outlives it.
    explicit SlideMarks(ClassifySession& session, QObject* parent = nullptr);

    /// Of the open case, removed ones too, in the order they came. Empty while they are read.
    const std::vector<Mark>& marks() const { return m_marks; }
    const Mark* find(MarkKey key) const;
    const Mark* ofPicture(const std::string& picture) const;  ///< whose cut-out picture that is
    std::vector<std::string> slides() const;                  ///< that marks are on, in the order of their first
    bool loading() const { return m_loading; }

    /// Why nothing may be marked now, a sentence; empty: it may.
    QString whyNotChanged() const;

    // Each undoable and saved. Only while whyNotChanged() is empty.
    /// Those that lie on no known mark: what a person took out is not found again, what was undone comes back. run: what is found in one search is undone at once. How many were new.
    int addFound(const std::string& slide, std::span<const slide::FoundCell> cells, int run);
    /// The mark that lies there already, where there is one; 0 where nothing may be marked.
    MarkKey addByHand(const std::string& slide, const slide::Box& box);
    void remove(const std::vector<MarkKey>& keys);

    /// Not undoable: pictures that are cut out are there.
    void setPictures(std::vector<std::pair<MarkKey, std::string>> pictures);

    QUndoStack& undoStack() { return m_undo; }

    /// For the commands of the undo stack: shown at once, then saved.
    void setRemoval(const std::vector<MarkKey>& keys, casebook::Removal removal);

Q_SIGNALS:
    void changed();
    void errorRaised(const QString& summary, const leukolens::Error& error);

private:
    /// The case file's ids, on its worker only.
    using Ids = std::unordered_map<MarkKey, casebook::SlideCellId>;

    void followCase();
    void read();
    std::vector<MarkKey> append(std::vector<casebook::SlideCell> cells);
    Mark* findMutable(MarkKey key);

    ClassifySession& m_session;
    std::vector<Mark> m_marks;
    std::unordered_map<MarkKey, std::size_t> m_places;
    std::unordered_map<std::string, MarkKey> m_pictures;
    std::shared_ptr<Ids> m_ids;
    QUndoStack m_undo;
    MarkKey m_lastKey = 0;
    int m_shownCase = -1;
    bool m_loading = false;
};

inline slide::Box boxOf(const casebook::SlideCell& cell) { return {cell.x, cell.y, cell.width, cell.height}; }

}  // namespace leukolens::ui
