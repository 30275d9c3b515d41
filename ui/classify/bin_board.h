// The bins side by side, and the one selection that runs through them.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/classify/bin_filter.h"

class QSplitter;

namespace leukolens::ui {

class BinView;
class CellDelegate;
class ThumbnailLoader;

class BinBoard : public QWidget {
    Q_OBJECT
public:
    /// `cells` and `thumbnails` outlive the board.
    BinBoard(CellModel& cells, ThumbnailLoader& thumbnails, QWidget* parent = nullptr);

    /// A bin a class, then Unidentified and Excluded; Not decided before all of them while the model's answers are concealed. The same bins
    /// change nothing.
    void setClasses(const std::vector<std::string>& classes);
    void setFilter(const CellFilter& filter);
    int shownCells() const;
    void setCards(int pictureSidePx, bool showProbability);

    /// Class of the key 1…9, Unidentified for 0; false if there is none.
    bool classOfKey(int number, std::string& className) const;

    std::vector<CellKey> selectedKeys() const;
    /// The cell the inspector shows; 0: none.
    CellKey currentKey() const;
    /// Its place in its bin, from 1, and the bin's size.
    struct Place {
        int position = 0, count = 0;
    };
    Place currentPlace() const;

    void step(int cells);  ///< to the next (1) or previous (−1) cell of the bin
    /// Selects the next cell that nobody has reviewed: first through Unidentified (or Not decided), then the least certain of the others; false
    /// if there is none among those shown.
    bool selectNextUndecided();
    void selectNone();
    bool selectKey(CellKey key);  ///< alone; false where it is not shown
    void invertSelection();
    /// Call before and after cells are decided: the card that followed them is selected (of undecided ones the next undecided).
    /// goOn: where none followed in the bin, what selectNextUndecided() finds.
    void rememberPlace();
    void selectRemembered(bool goOn);

Q_SIGNALS:
    void cellsDropped(const std::vector<leukolens::ui::CellKey>& keys, const leukolens::ui::BinId& bin);
    void selectionChanged();

private:
    void addBin(const BinId& bin, int classIndex);
    void onSelectionChanged(BinView* bin);
    void select(BinView* bin, int row);
    void passEdge(BinView* bin, int direction);
    bool isReviewed(BinView& bin, int row) const;
    bool selectNextIn(BinView* bin);
    bool selectLeastCertain();

    CellModel& m_cells;
    CellDelegate* m_cards = nullptr;
    QSplitter* m_splitter = nullptr;
    std::vector<BinView*> m_bins;  ///< as they stand
    BinView* m_active = nullptr;   ///< holds the selection
    CellFilter m_filter;
    bool m_clearing = false;
    BinView* m_rememberedBin = nullptr;
    CellKey m_followingKey = 0;  ///< 0: none followed
    CellKey m_offeredKey = 0;    ///< the least certain one that was selected last
};

}  // namespace leukolens::ui
