// Order, filter and size of the cards.
#pragma once

#include <QWidget>

#include "ui/classify/cell_filter.h"
#include "ui/classify/cell_order.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QToolButton;

namespace leukolens::ui {

/// GUI thread only.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget* parent = nullptr);

    const CellFilter& filter() const { return m_filter; }
    CellOrder order() const;
    void clear();  ///< the filter

    void setCardSizePx(int sidePx, int low, int high);
    /// Classes and flags of the models to choose from; what is chosen stays.
    void setChoices(const std::vector<std::string>& classes, const std::vector<std::string>& flags);
    void showShown(int shown, int all);  ///< "Showing 12 of 200", while a filter is set
    void setUnsorted(int cells);         ///< cells that came after the order was found
    /// The model's answer is hidden: neither sorted nor filtered by.
    void setConcealed(bool concealed);
    void setOrder(CellOrder order);  ///< without orderChosen()

Q_SIGNALS:
    void filterChanged();
    void orderChosen();  ///< also the same one again: find it anew
    void cardSizeChosen(int sidePx);

private:
    void createOrder();
    void createFilter();
    void takeFilter();
    void fillOrders();

    CellFilter m_filter;
    bool m_concealed = false;
    QComboBox* m_order = nullptr;
    QToolButton *m_sortAgain = nullptr, *m_filterButton = nullptr;
    QComboBox *m_class = nullptr, *m_flag = nullptr, *m_corrected = nullptr, *m_reviewed = nullptr, *m_marked = nullptr;
    QLineEdit* m_text = nullptr;
    QLabel* m_shown = nullptr;
    QPushButton* m_clear = nullptr;
    QSlider* m_size = nullptr;
};

}  // namespace leukolens::ui
