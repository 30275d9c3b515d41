#include "ui/classify/reasons_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/labels.h"

namespace leukolens::ui {

namespace {
constexpr int kNothing = -1;
constexpr int kUsualOpacity = 60;  // percent
}  // namespace

ReasonsRow::ReasonsRow(QWidget* parent) : QWidget(parent) {
    m_method = new QComboBox(this);
    m_method->setObjectName("explainMethod");
    m_method->setAccessibleName(tr("What is laid over the picture"));
    m_method->setToolTip(tr("Lays over the picture what speaks for the model's most probable class"));
    fillMethods();
    m_opacity = new QSlider(Qt::Horizontal, this);
    m_opacity->setObjectName("explainOpacity");
    m_opacity->setRange(0, 100);
    m_opacity->setValue(kUsualOpacity);
    m_opacity->setMinimumWidth(60);
    m_opacity->setAccessibleName(tr("Opacity"));
    m_opacity->setToolTip(tr("How strongly it covers the picture"));
    m_note = makeMuted({}, this);
    m_note->setObjectName("explainNote");

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_method, 2);
    row->addWidget(m_opacity, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(m_note);
    setNote({});
    m_opacity->setVisible(false);
    connect(m_method, &QComboBox::currentIndexChanged, this, &ReasonsRow::onMethodChanged);
    connect(m_opacity, &QSlider::valueChanged, this, &ReasonsRow::opacityChanged);
}

void ReasonsRow::fillMethods() {
    using inference::ExplainMethod;
    m_method->addItem(tr("Picture only"), kNothing);
    const auto add = [this](ExplainMethod method, const QString& text, const QString& help) {
        if (std::ranges::find(m_offered, method) == m_offered.end()) return;
        m_method->addItem(text, static_cast<int>(method));
        m_method->setItemData(m_method->count() - 1, help, Qt::ToolTipRole);
    };
    add(ExplainMethod::GradCam, tr("Where the model looks"), tr("Grad-CAM of the network's last block; of a forest Ablation-CAM"));
    add(ExplainMethod::FineGradCam, tr("Where it looks, finer"), tr("Grad-CAM of an earlier block; of a forest Ablation-CAM, which is slow"));
    add(ExplainMethod::IntegratedGradients, tr("Single pixels (slow)"), tr("Integrated gradients from a black picture"));
}

void ReasonsRow::onMethodChanged() {
    m_opacity->setVisible(method().has_value());
    setNote({});
    Q_EMIT methodChanged();
}

void ReasonsRow::setOffered(const std::vector<inference::ExplainMethod>& methods) {
    if (methods == m_offered) return;
    m_offered = methods;
    const QVariant chosen = m_method->currentData();
    {
        const QSignalBlocker silent(m_method);
        m_method->clear();
        fillMethods();
        m_method->setCurrentIndex(std::max(0, m_method->findData(chosen)));
    }
    if (m_method->currentData() != chosen) onMethodChanged();
}

std::optional<inference::ExplainMethod> ReasonsRow::method() const {
    const int chosen = m_method->currentData().toInt();
    return chosen == kNothing ? std::nullopt : std::optional(static_cast<inference::ExplainMethod>(chosen));
}

double ReasonsRow::opacity() const { return m_opacity->value() / 100.0; }

void ReasonsRow::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

}  // namespace leukolens::ui
