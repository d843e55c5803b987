// HDF5's predefined types are macros that open the library first; Swift sees them as functions.
#ifndef TOUCHSTONE_CHDF5_SHIM_H
#define TOUCHSTONE_CHDF5_SHIM_H

#include <hdf5.h>

static inline hid_t ts_h5t_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t ts_h5t_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t ts_h5t_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t ts_h5t_int16(void) { return H5T_NATIVE_INT16; }
static inline hid_t ts_h5t_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t ts_h5t_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t ts_h5t_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t ts_h5t_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t ts_h5t_ieee_f32le(void) { return H5T_IEEE_F32LE; }
static inline hid_t ts_h5t_c_s1(void) { return H5T_C_S1; }
static inline hid_t ts_h5p_link_create(void) { return H5P_LINK_CREATE; }
static inline hid_t ts_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t ts_h5e_default(void) { return H5E_DEFAULT; }

#endif
