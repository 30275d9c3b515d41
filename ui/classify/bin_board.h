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

    /// Unidentified is added as the last bin. The same classes change nothing.
    void setClasses(const std::vector<std::string>& classes);
    void setOrder(CellOrder order);
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
    /// Selects the next cell the model was uncertain about and nobody has decided; false if there is none.
    bool selectNextUncertain();
    /// Call before and after the selected cells leave their bin: the card that follows is selected.
    void rememberPlace();
    void selectRemembered();

Q_SIGNALS:
    void cellsDropped(const std::vector<leukolens::ui::CellKey>& keys, const std::string& className);
    void selectionChanged();

private:
    void addBin(const std::string& className, int classIndex);
    void onSelectionChanged(BinView* bin);
    void select(BinView* bin, int row);
    bool isUndecided(BinView& bin, int row) const;

    CellModel& m_cells;
    CellDelegate* m_cards = nullptr;
    QSplitter* m_splitter = nullptr;
    std::vector<BinView*> m_bins;  ///< Unidentified last
    BinView* m_active = nullptr;   ///< holds the selection
    CellOrder m_order = CellOrder::Arrival;
    bool m_clearing = false;
    BinView* m_rememberedBin = nullptr;
    int m_rememberedRow = 0;
};

}  // namespace leukolens::ui
