# Everything beyond LibTorch and header-only libraries.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc ml)
# It brings GDAL and some 140 further libraries: tests and measurements alone link it, as another reader and writer of pictures.
if(LEUKOLENS_TESTS)
  find_package(OpenCV 4.6 REQUIRED COMPONENTS imgcodecs)
endif()
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(TIFF 4.5 REQUIRED)
find_package(EXPAT REQUIRED)
find_package(zstd REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets DBus Svg PrintSupport Pdf PdfWidgets LinguistTools OPTIONAL_COMPONENTS Test)
find_package(QCustomPlotQt6 REQUIRED)
find_package(qpdf 11 REQUIRED)
# Its own smart pointer is gone already; without this it warns of it at each use.
target_compile_definitions(qpdf::libqpdf INTERFACE POINTERHOLDER_TRANSITION=4)

# Debian's libzip package insists on command-line tools that nothing here uses.
find_path(ZIP_INCLUDE_DIR zip.h REQUIRED)
find_library(ZIP_LIBRARY zip REQUIRED)
add_library(libzip::zip UNKNOWN IMPORTED)
set_target_properties(libzip::zip PROPERTIES IMPORTED_LOCATION "${ZIP_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${ZIP_INCLUDE_DIR}")

# Debian's OpenSlide carries no CMake package, nor do its libwebp, SOCI and libsodium.
find_path(OPENSLIDE_INCLUDE_DIR openslide/openslide.h REQUIRED)
find_library(OPENSLIDE_LIBRARY openslide REQUIRED)
add_library(openslide::openslide UNKNOWN IMPORTED)
set_target_properties(openslide::openslide PROPERTIES IMPORTED_LOCATION "${OPENSLIDE_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${OPENSLIDE_INCLUDE_DIR}")

find_path(WEBP_INCLUDE_DIR webp/decode.h REQUIRED)
find_library(WEBP_LIBRARY webp REQUIRED)
add_library(webp::webp UNKNOWN IMPORTED)
set_target_properties(webp::webp PROPERTIES IMPORTED_LOCATION "${WEBP_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${WEBP_INCLUDE_DIR}")

find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
add_library(soci::sqlite3 INTERFACE IMPORTED)
target_include_directories(soci::sqlite3 SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}" "${SOCI_INCLUDE_DIR}/soci")
target_link_libraries(soci::sqlite3 INTERFACE "${SOCI_SQLITE3_LIBRARY}" "${SOCI_CORE_LIBRARY}" SQLite::SQLite3)

find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql REQUIRED)
add_library(soci::postgresql INTERFACE IMPORTED)
target_include_directories(soci::postgresql SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}" "${SOCI_INCLUDE_DIR}/soci")
target_link_libraries(soci::postgresql INTERFACE "${SOCI_POSTGRESQL_LIBRARY}" "${SOCI_CORE_LIBRARY}" PostgreSQL::PostgreSQL)

find_path(SODIUM_INCLUDE_DIR sodium.h REQUIRED)
find_library(SODIUM_LIBRARY sodium REQUIRED)
add_library(sodium::sodium UNKNOWN IMPORTED)
set_target_properties(sodium::sodium PROPERTIES IMPORTED_LOCATION "${SODIUM_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${SODIUM_INCLUDE_DIR}")

# OpenVINO's runtime out of its wheel, whose own CMake files insist on every front end. The part that computes on processors lies beside it, and it loads that itself.
file(GLOB OPENVINO_LIBRARY "${OPENVINO_ROOT}/libs/libopenvino.so.*")
file(GLOB OPENVINO_THREADS "${OPENVINO_ROOT}/libs/libtbb.so.*")
if(NOT OPENVINO_LIBRARY OR NOT OPENVINO_THREADS)
  message(FATAL_ERROR "No OpenVINO at OPENVINO_ROOT='${OPENVINO_ROOT}'. scripts/setup.sh fetches it.")
endif()
add_library(openvino::runtime SHARED IMPORTED)
set_target_properties(openvino::runtime PROPERTIES IMPORTED_LOCATION "${OPENVINO_LIBRARY}")
target_include_directories(openvino::runtime SYSTEM INTERFACE "${OPENVINO_ROOT}/include")
# OpenCV brings the system's older libtbb of the same name: named by the program itself, this one is loaded for both.
target_link_libraries(openvino::runtime INTERFACE "${OPENVINO_THREADS}")

# UMAP and PCA, headers alone, in no Debian package: scripts/setup.sh fetches them.
find_path(UMAPPP_INCLUDE umappp/umappp.hpp HINTS "${UMAPPP_ROOT}/include" REQUIRED)
add_library(umappp::umappp INTERFACE IMPORTED)
target_include_directories(umappp::umappp SYSTEM INTERFACE "${UMAPPP_INCLUDE}")
