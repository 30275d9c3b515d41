// The cells of the open case, in the order they came: what bins and inspector show. GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QHash>

#include <string>
#include <utility>
#include <vector>

#include "core/casebook/case_store.h"

class QMimeData;

namespace leukolens::ui {

/// A cell's name within the window: known before the store has given it an id, and kept through remove and undo.
using CellKey = int;

struct ShownCell {
    CellKey key = 0;
    casebook::CaseCell cell;
};

/// A cell with the row it had, so that undo puts it back there.
struct PlacedCell {
    int row = 0;
    ShownCell shown;
};

class CellModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { KeyRole = Qt::UserRole + 1, PathRole };
    static constexpr const char* kMimeType = "application/x-leukolens-cells";

    explicit CellModel(QObject* parent = nullptr);

    void reset(std::vector<ShownCell> cells);
    void append(std::vector<ShownCell> cells);
    /// Takes the cells out and says where they were, rows ascending. Unknown keys are passed over.
    std::vector<PlacedCell> take(const std::vector<CellKey>& keys);
    /// Undoes take().
    void putBack(const std::vector<PlacedCell>& cells);
    void assign(const std::vector<std::pair<CellKey, std::string>>& classes);

    const std::vector<ShownCell>& cells() const { return m_cells; }
    const casebook::CaseCell& cellAt(int row) const { return m_cells[static_cast<std::size_t>(row)].cell; }
    int rowOf(CellKey key) const { return m_rows.value(key, -1); }  ///< -1: not here
    const casebook::CaseCell* find(CellKey key) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::MoveAction; }

    /// What mimeData() wrote; empty for anything else.
    static std::vector<CellKey> keysOf(const QMimeData* data);

private:
    void indexRowsFrom(int first);

    std::vector<ShownCell> m_cells;
    QHash<CellKey, int> m_rows;
};

/// The model's most probable class and its probability; index -1 if there is none.
struct TopClass {
    int index = -1;
    double probability = 0;
};
TopClass topClass(const casebook::CaseCell& cell);

}  // namespace leukolens::ui
